package import CatalogueEvents
import EventBus
import EventCatalogue
package import RedisEventBus
import Synchronization

/// Reads the messages of one list as events of a catalogue. A pure function of the message, but for ids and the clock.
///
/// Token symbols, which the registry upper-cases, become lower-case, also where they end a model's id; so do networks.
package struct LegacyMapping: Sendable {
    private let admissions: [String: PayloadAdmission]
    private let values: LegacyValues
    private let list: String
    private let event: String?
    private let ids = IDs()

    /// Prepares the mapping of a list.
    ///
    /// - Parameters:
    ///   - list: The list's name: the source of events whose message names none.
    ///   - event: What the list carries, by name or alias; `nil` where each message says what it is.
    /// - Returns: `nil` where the catalogue does not have the event.
    package init?(list: String, event: String?, catalogue: LoadedCatalogue) {
        admissions = PayloadAdmission.all(of: catalogue)
        values = LegacyValues(types: TypeTable(catalogue.catalogue.types))
        self.list = list
        if let event {
            guard let name = admissions[event]?.event.name else { return nil }
            self.event = name
        } else {
            self.event = nil
        }
    }

    /// What a message is.
    package func read(_ bytes: [UInt8]) -> BridgedMessage {
        let message: LegacyMessage
        do throws(InvalidPayload) { message = try LegacyMessage(bytes) } catch {
            return .poison("the message cannot be read: \(error)")
        }
        let admission: PayloadAdmission
        switch self.admission(of: message) {
        case .success(let found): admission = found
        case .failure(let unknown): return .poison(unknown.reason)
        }
        let payload = JSONValue.object(payload(of: message, admission.event))
        do throws(RefusedPayload) {
            return .event(crossing(message, try admission.check(payload.bytes), admission))
        } catch {
            return .poison("\(error)")
        }
    }

    private struct Unknown: Error {
        let reason: String
    }

    private func admission(of message: LegacyMessage) -> Result<PayloadAdmission, Unknown> {
        guard let name = message.type ?? event else {
            return .failure(Unknown(reason: "the message does not say which event it is; bridge the list with --event"))
        }
        guard let admission = admissions[name] else {
            return .failure(Unknown(reason: "the catalogue has no event “\(name.prefix(128))”"))
        }
        if let event, admission.event.name != event {
            return .failure(
                Unknown(reason: "the message is “\(name.prefix(128))”, and the list is bridged as \(event)"))
        }
        return .success(admission)
    }

    private func crossing(
        _ message: LegacyMessage, _ payload: AdmittedPayload, _ admission: PayloadAdmission
    ) -> BridgedMessage.Crossing {
        let now = Timestamp.now
        let envelope = EventEnvelope(
            id: ids.next(at: now), type: payload.declaration.type, version: payload.declaration.version,
            source: Self.attribute(message.source) ?? list, time: message.time ?? now, subject: payload.aggregateID,
            correlationID: Self.attribute(message.correlationID))
        return BridgedMessage.Crossing(
            event: EncodedEvent(
                envelope: envelope, idempotencyKey: payload.idempotencyKey, payload: payload.bytes),
            declaration: payload.declaration, messageID: message.id)
    }

    /// How many bytes of UTF-8 the longest attribute has that is taken into an envelope: as many as over HTTP.
    private static let longestAttribute = 512

    /// An attribute as the message has it; `nil` where it is too long, or has control characters.
    private static func attribute(_ text: String?) -> String? {
        guard let text, text.utf8.count <= longestAttribute,
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        return text
    }

    /// The payload in the catalogue's names and forms.
    private func payload(of message: LegacyMessage, _ event: EventDefinition) -> JSONObject {
        var payload = message.payload
        for (old, new) in Self.formerNames where event.field(named: new) != nil && event.field(named: old) == nil {
            if payload[new] == nil, let value = payload[old] { payload[new] = value }
        }
        if case .string(let symbol)? = payload["token_symbol"] {
            payload["token_symbol"] = .string(symbol.lowercased())
            if case .string(let id)? = payload["model_id"] { payload["model_id"] = .string(Self.lowered(id, symbol)) }
        }
        if case .string(let network)? = payload["network"] { payload["network"] = .string(network.lowercased()) }
        return values.object(payload, event.fields)
    }

    /// What deployed services call a field of the catalogue.
    private static let formerNames = [("deployment_timestamp", "deployed_at")]

    /// A model's id whose last part is the token, with that in lower case.
    private static func lowered(_ id: String, _ symbol: String) -> String {
        guard let slash = id.lastIndex(of: "/") else { return id }
        let last = id[id.index(after: slash)...]
        return last.lowercased() == symbol.lowercased() ? id[...slash] + last.lowercased() : id
    }

    /// Where ids come from.
    private final class IDs: Sendable {
        private let source = Mutex(EventIDSource())

        func next(at time: Timestamp) -> EventID {
            source.withLock { $0.next(milliseconds: UInt64(max(0, time.microseconds / 1_000))) }
        }
    }
}
