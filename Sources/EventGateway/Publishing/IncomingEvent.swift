import CatalogueEvents
import EventBus
import EventCatalogue
import HTTPTypes

/// An event as a request brings it: the payload unread, and what the request says beside it.
struct IncomingEvent: Sendable {
    /// The payload as it came.
    var payload: [UInt8]
    /// What is known beyond the payload.
    var context = PublishContext()
    /// The key that the request names; it must be the one that the payload makes, where the event declares one.
    var idempotencyKey: String?
    /// The key to use where neither the event nor the request has one.
    var fallbackKey: FallbackKey?
    /// The identity that the event was given elsewhere.
    var id: EventID?
    /// When it happened.
    var time: Timestamp?
    /// Who published it first.
    var source: String?
    /// The aggregate that it says to be about.
    var subject: String?

    /// Checks the payload against the catalogue, and what the request says against the payload.
    ///
    /// - Throws: ``Problem``: 400 where the payload is not JSON, 422 with every violation, 409 for another key than the
    ///   payload makes.
    func admitted(by admission: PayloadAdmission) throws(Problem) -> DeclaredEvent {
        let admitted: AdmittedPayload
        do throws(RefusedPayload) { admitted = try admission.check(payload) } catch { throw Problem(error) }
        if let subject, subject != admitted.aggregateID {
            throw Problem(
                .unprocessableContent,
                "the subject “\(subject.prefix(128))” is not the aggregate id that the payload makes, which is “\(admitted.aggregateID.prefix(128))”"
            )
        }
        if let idempotencyKey, let declared = admitted.idempotencyKey, declared != idempotencyKey {
            throw Problem(
                .conflict,
                "\(admission.event.name) declares its idempotency key, which is “\(declared.prefix(128))” for this payload, and the request names another one: leave the header out, or send that one"
            )
        }
        return DeclaredEvent(
            payload: admitted.bytes, aggregateID: admitted.aggregateID,
            idempotencyKey: admitted.idempotencyKey ?? idempotencyKey ?? fallbackKey?.description, context: context,
            id: id,
            time: time)
    }
}
