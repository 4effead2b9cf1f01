/// What an outbox asks of a transport: to append events that were encoded before, with the ids and times they have.
public protocol EncodedEventAppender: Sendable {
    /// Appends events of one type with one suspension; receipts come in the order of the events.
    ///
    /// Several events of one aggregate are appended as a whole or not at all.
    /// - Throws: ``PublishError``; `appended` holds the receipts of those that were appended all the same, and `doubt` what
    ///   ``settle(_:_:)`` needs where the outcome is unknown.
    func append(_ events: [EncodedEvent], of declaration: EventDeclaration) async throws(PublishError)
        -> [PublishReceipt]

    /// Whether the transport is known to be out of reach just now, so that there is no point in trying: an outbox stores at
    /// once then.
    var isAway: Bool { get }

    /// Whether an append failed because the transport cannot be reached, so that the event is worth keeping: not because it
    /// was refused, the caller gave up, or the transport was closed.
    func isAway(after error: PublishError) -> Bool

    /// Finds out what became of an append whose answer was lost, and sees to it that it cannot take effect later.
    ///
    /// - Throws: ``PublishError`` where it can't be found out now; ask again.
    func settle(_ event: EncodedEvent, _ doubt: AppendDoubt) async throws(PublishError) -> SettledDoubt

    /// Appends those events of a batch that are not in the log yet, in order, up to the first that is refused.
    ///
    /// Sending a batch again, whole or from any of its events on, appends nothing twice, however late an earlier try
    /// reaches the server.
    /// - Throws: ``PublishError`` where the transport can take nothing now, or its answer was lost: send the batch again.
    func relay(_ batch: RelayBatch) async throws(PublishError) -> RelayAnswer
}
