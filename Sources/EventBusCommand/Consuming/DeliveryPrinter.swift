import EventBus

/// Prints deliveries until the quota is used up; further ones are not taken.
struct DeliveryPrinter: Sendable {
    let form: OutputOptions.Form
    let quota: DeliveryQuota
    let context: CommandContext
    let check: ReadingCheck

    /// Prints one delivery.
    ///
    /// - Throws: `Postpone` after the quota was used up; the delivery then stays pending, and no attempt is charged.
    ///   `UndeliverableRecord` where it is no event: it then
    ///   becomes a dead letter.
    func handle(_ delivery: Delivery) async throws {
        do throws(MalformedRecord) { _ = try delivery.envelope() } catch {
            throw UndeliverableRecord.malformed(error)
        }
        do throws(InvalidPayload) {
            try delivery.record.checkPayload()
            try check.check(delivery.record)
        } catch {
            context.errors(
                PlainText.escaped(
                    "not taken: \(delivery.record.type) at \(delivery.position): \(error); it becomes a dead letter")
                    + "\n")
            throw UndeliverableRecord.undecodable(error)
        }
        guard quota.take() else { throw Postpone(for: .milliseconds(100)) }
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
