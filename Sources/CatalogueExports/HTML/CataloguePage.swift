import EventCatalogue

struct CataloguePage { init(_ c: Catalogue, history: CatalogueHistory) {}; var text: String { "" } }
