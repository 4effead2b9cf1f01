/// What the catalogue says of one event type; generated code holds one per event, and it never changes at run time.
public final class EventDeclaration: Sendable {
    /// The catalogue's `id`, the prefix of the CloudEvents type, e.g. `ai.hokus.events`.
    public let catalogue: String
    /// The event's name as it stands in the catalogue and in the log, e.g. `model_ready_to_deploy`.
    public let type: String
    /// Earlier or foreign names under which entries of this event are read.
    public let aliases: [String]
    /// The version of the payload's schema (SemVer).
    public let version: String
    /// The stream whose log takes the event.
    public let stream: StreamDeclaration
    /// The aggregate that the event belongs to.
    public let aggregate: AggregateDeclaration
    /// How long an idempotency key is remembered; `nil` where the event declares no key.
    public let idempotencyWindow: Duration?
    /// Where the router puts the event, in the catalogue's order.
    public let routes: [RouteDeclaration]
    /// The fields of the payload that hold what people are not to see in logs: the catalogue's `log` of them, or of anything in
    /// them, is not `show`.
    public let hiddenFields: [String]

    /// How payloads of earlier major versions become those of this one, by the major version that they lead to.
    public let upcasts: [Upcast]

    /// The CloudEvents `type`: `<catalogue>.<event>.v<major>`.
    public let cloudEventsType: String

    /// The major part of ``version``.
    package let major: Int
    /// ``version`` as it stands in entries.
    let versionBytes: [UInt8]

    /// Declares an event. Generated code and readers of a catalogue call this; nobody else needs to.
    public init(
        catalogue: String, type: String, aliases: [String] = [], version: String, stream: StreamDeclaration,
        aggregate: AggregateDeclaration, idempotencyWindow: Duration? = nil, routes: [RouteDeclaration] = [],
        hiddenFields: [String] = [], upcasts: [Upcast] = []
    ) {
        self.catalogue = catalogue
        self.type = type
        self.aliases = aliases
        self.version = version
        self.stream = stream
        self.aggregate = aggregate
        self.idempotencyWindow = idempotencyWindow
        self.routes = routes
        self.hiddenFields = hiddenFields
        self.upcasts = upcasts
        let major = version.prefix { $0 != "." }
        self.cloudEventsType = "\(catalogue).\(type).v\(major)"
        self.major = Int(major) ?? 1
        versionBytes = Array(version.utf8)
    }
}
