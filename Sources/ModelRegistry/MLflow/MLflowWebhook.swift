package import EventBus

/// A webhook that MLflow has: where it tells of which changes. Its secret is never given back.
public struct MLflowWebhook: Sendable, Hashable {
    /// The webhook's id.
    public let id: String
    /// Its name.
    public let name: String
    /// Where the deliveries go.
    public let url: String
    /// Whether it is switched on.
    public let isActive: Bool
    /// What it tells of.
    public let events: Set<Event>

    /// A change that a webhook tells of, spelled as in the interface that manages webhooks.
    public struct Event: Sendable, Hashable {
        /// What changes, e.g. `MODEL_VERSION`.
        public let entity: String
        /// How, e.g. `CREATED`.
        public let action: String

        /// Names a change.
        public init(entity: String, action: String) {
            self.entity = entity
            self.action = action
        }

        /// A version of a model was made.
        public static let versionCreated = Event(entity: "MODEL_VERSION", action: "CREATED")
        /// A tag of a version was set.
        public static let versionTagSet = Event(entity: "MODEL_VERSION_TAG", action: "SET")

        var json: JSONValue { ["entity": .string(entity), "action": .string(action)] }
    }

    /// Describes a webhook.
    public init(id: String, name: String, url: String, isActive: Bool, events: Set<Event>) {
        self.id = id
        self.name = name
        self.url = url
        self.isActive = isActive
        self.events = events
    }

    /// Reads MLflow's `Webhook`; `nil` where it has no id.
    package init?(json: JSONValue) {
        guard let object = json.object, let id = object["webhook_id"]?.text else { return nil }
        let events = (object["events"]?.elements ?? []).compactMap { event -> Event? in
            guard let entity = event.object?["entity"]?.text, let action = event.object?["action"]?.text else {
                return nil
            }
            return Event(entity: entity.uppercased(), action: action.uppercased())
        }
        self.init(
            id: id, name: object["name"]?.text ?? "", url: object["url"]?.text ?? "",
            isActive: object["status"]?.text?.uppercased() ?? "ACTIVE" == "ACTIVE", events: Set(events))
    }
}

/// What became of a delivery that MLflow was asked to try.
public struct MLflowWebhookTest: Sendable, Hashable {
    /// Whether the receiver took it.
    public let isSuccess: Bool
    /// The receiver's HTTP status; `nil` where it did not answer.
    public let status: Int?
    /// What went wrong, in MLflow's words or the receiver's.
    public let message: String?

    /// Describes an outcome.
    public init(isSuccess: Bool, status: Int?, message: String?) {
        self.isSuccess = isSuccess
        self.status = status
        self.message = message
    }
}
