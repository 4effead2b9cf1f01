import EventBus

/// Prints deliveries until the quota is used up; further ones are not taken.
struct DeliveryPrinter: Sendable {
    /// Says that a delivery came after the quota was used up.
    struct QuotaUsedUp: Error {}

    let form: OutputOptions.Form
    let quota: DeliveryQuota
    let context: CommandContext

    /// Prints one delivery.
    ///
    /// - Throws: ``QuotaUsedUp``; the delivery then stays pending. `UndeliverableRecord` where it is no event: it then
    ///   becomes a dead letter.
    func handle(_ delivery: Delivery) async throws {
        do throws(MalformedRecord) { _ = try delivery.envelope() } catch {
            throw UndeliverableRecord.malformed(error)
        }
        do throws(InvalidPayload) { try delivery.record.checkPayload() } catch {
            throw UndeliverableRecord.undecodable(error)
        }
        guard quota.take() else { throw QuotaUsedUp() }
        let place: [(String, JSONValue)] = [
            ("partition", .number(JSONNumber(delivery.reader.partition))),
            ("position", .string("\(delivery.position)")),
            ("attempt", .number(JSONNumber(delivery.attempt))),
        ]
        let shown =
            form == .json ? place : place.filter { $0.0 == "position" || delivery.attempt > 1 && $0.0 == "attempt" }
        context.output(RecordLine(record: delivery.record, place: shown).text(form) + "\n")
    }
}
