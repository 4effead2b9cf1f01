/// A Redis list that is a work queue, with the lists beside it: each message goes to one worker.
///
/// Workers of any language take part: they move a message to the processing list (`BRPOPLPUSH`) and remove it there when
/// they are done (`LREM`).
public struct WorkQueueDeclaration: Sendable, Hashable {
    /// The list that messages are put on, exactly as the catalogue names it.
    public let list: String
    /// The list that holds what workers have taken and not finished.
    public let processing: String
    /// The list that holds what was given up on.
    public let dead: String
    /// For how long a worker may be silent about a message before it is given to another.
    public let visibility: Duration

    /// Declares a work queue.
    ///
    /// - Parameters:
    ///   - list: The list's name.
    ///   - processing: The processing list; `<list>:processing` unless given.
    ///   - dead: The dead list; `<list>:dlq` unless given.
    ///   - visibility: For how long a worker may be silent; above zero, 60 s unless given.
    public init(
        list: String, processing: String? = nil, dead: String? = nil, visibility: Duration = defaultVisibility
    ) {
        self.list = list
        self.processing = processing ?? "\(list):processing"
        self.dead = dead ?? "\(list):dlq"
        self.visibility = visibility
        precondition(
            Set([list, self.processing, self.dead]).count == 3,
            "a list, its processing list and its dead list have three names")
        precondition(visibility > .zero, "a worker is given some time")
    }

    /// What a queue has whose route names no visibility: 60 s.
    public static let defaultVisibility = Duration.seconds(60)

    /// The hash that says who has taken what, until when.
    package var claims: String { "\(list):claims" }

    /// The sorted set of messages that are to be tried again later.
    package var delayed: String { "\(list):delayed" }

    /// The stream that says who redrove or discarded which of its dead letters.
    package var audit: String { "\(list):audit" }
}
