import EventCatalogue

/// A catalogue as an AsyncAPI 3.0.0 document.
///
/// The standard has no binding for Redis streams, lists and channels, so what a client must know of them stands under
/// `x-redis`; what the catalogue says and AsyncAPI cannot stands under `x-hokusai`.
struct AsyncAPIDocument {
    private let catalogue: Catalogue
    private let messages: AsyncAPIMessages
    private let channels: [AsyncAPIChannel]

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        messages = AsyncAPIMessages(catalogue)
        channels = AsyncAPIChannel.all(of: catalogue)
    }

    var value: CatalogueValue {
        var document = DocumentObject()
        document.set("asyncapi", text: "3.0.0")
        document.set("id", text: "urn:events:\(catalogue.id)")
        document.set("info", info)
        document.set("defaultContentType", text: "application/json")
        var channelObjects = DocumentObject()
        for channel in channels { channelObjects.set(channel.key, channel.value(in: catalogue)) }
        document.set("channels", channelObjects.value)
        document.set("operations", AsyncAPIOperations(catalogue, channels).value)
        var components = DocumentObject()
        components.set("messages", messages.value(for: channels))
        components.set("schemas", messages.schemas)
        document.set("components", components.value)
        return document.value
    }

    private var info: CatalogueValue {
        var info = DocumentObject()
        info.set("title", text: catalogue.title ?? catalogue.id)
        info.set("version", text: version)
        var teams = DocumentObject()
        for team in catalogue.teams {
            var object = DocumentObject()
            object.set("contact", text: team.contact)
            object.set("description", text: team.description)
            teams.set(team.name, object.value)
        }
        info.set("x-teams", object: teams)
        return info.value
    }

    /// The highest version of an event: a catalogue has none of its own.
    private var version: String { (catalogue.events.map(\.version).max()).map { "\($0)" } ?? "0.0.0" }
}
