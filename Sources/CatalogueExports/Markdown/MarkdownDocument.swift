import EventCatalogue

struct MarkdownDocument { init(_ c: Catalogue, history: CatalogueHistory) {}; var text: String { "" } }
