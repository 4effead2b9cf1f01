import EventBus
import EventCatalogue

extension DeclaredWire {
    /// A wire of a catalogue as the router writes it for one event: the same as generated code declares.
    init(_ wire: WireDefinition, of event: EventDefinition, in catalogue: Catalogue) {
        let envelope: Envelope =
            switch wire.envelope {
            case .cloudEvents: .cloudEvents
            case .messageEnvelope: .messageEnvelope
            case .payload: .none
            }
        let timestamps: TimestampForm =
            switch wire.timestamps {
            case .rfc3339: .rfc3339
            case .pythonNaive: .pythonNaive
            }
        self.init(
            wire.name, envelope: envelope, absent: wire.absent == .null ? .null : .omitted, timestamps: timestamps,
            members: catalogue.members(of: wire, for: event).map { Self.member($0) })
    }

    private static func member(_ member: WireMember) -> Member {
        switch member {
        case .field(let field, let isTimestamp): isTimestamp ? .timestamp(field.name) : .field(field.name)
        case .constant(let key, let value): .constant(key, JSONValue(value))
        case .derived(let key, let pieces): .derived(key, WireTemplate(pieces.map { piece($0) }))
        case .nothing(let key): .nothing(key)
        }
    }

    private static func piece(_ piece: WireTemplatePiece) -> WireTemplate.Piece {
        switch piece {
        case .text(let text): .text(text)
        case .field(let name, _, isTimestamp: true): .timestamp(name)
        case .field(let name, let letters, isTimestamp: false): .field(name, letterCase(letters))
        case .attribute(let attribute, let letters): .attribute(Self.attribute(attribute), letterCase(letters))
        }
    }

    private static func attribute(_ attribute: WireTemplatePiece.Attribute) -> WireTemplate.Attribute {
        switch attribute {
        case .id: .id
        case .type: .type
        case .version: .version
        case .source: .source
        case .time: .time
        case .subject: .subject
        }
    }

    private static func letterCase(_ letters: WireTemplatePiece.LetterCase) -> WireTemplate.LetterCase {
        switch letters {
        case .kept: .kept
        case .upper: .upper
        case .lower: .lower
        }
    }
}
