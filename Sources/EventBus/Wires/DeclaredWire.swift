/// A wire that a catalogue declares for readers that are deployed already: exactly the keys that they want, in their forms.
///
/// Generated code and readers of a catalogue make it, for one event and one wire; nobody else needs to.
public struct DeclaredWire: Sendable, Hashable {
    /// The catalogue's name for it.
    public let name: String
    /// What goes around the payload.
    public let envelope: Envelope
    /// How a value that is absent, or null, is written.
    public let absent: Absent
    /// How moments are written.
    public let timestamps: TimestampForm
    /// The payload's members, in the order in which they are written.
    public let members: [Member]

    /// What goes around a payload.
    public enum Envelope: Sendable, Hashable {
        /// CloudEvents 1.0 in structured JSON mode.
        case cloudEvents
        /// The envelope of work queues.
        case messageEnvelope
        /// Nothing.
        case none
    }

    /// The ways of writing a value that is not there.
    public enum Absent: Sendable, Hashable {
        /// Its key is left out.
        case omitted
        /// Its key stands, with `null`.
        case null
    }

    /// The ways of writing a moment.
    public enum TimestampForm: Sendable, Hashable {
        /// RFC 3339 in UTC with `Z`, as it stands in the log.
        case rfc3339
        /// `YYYY-MM-DDTHH:MM:SS.ffffff`: UTC, always six fraction digits, no suffix.
        case pythonNaive
    }

    /// One key of the payload, and where its value comes from.
    public enum Member: Sendable, Hashable {
        /// The event's field of that name, as it is.
        case field(String)
        /// The event's field of that name, a moment, in the wire's form.
        case timestamp(String)
        /// A value that is always the same.
        case constant(String, JSONValue)
        /// A value made of fields and attributes.
        case derived(String, WireTemplate)
        /// A key for which the event has nothing: always absent.
        case nothing(String)

        /// The key.
        public var key: String {
            switch self {
            case .field(let key), .timestamp(let key), .nothing(let key): key
            case .constant(let key, _): key
            case .derived(let key, _): key
            }
        }
    }

    /// Declares a wire.
    ///
    /// - Parameters:
    ///   - name: The catalogue's name for it.
    ///   - envelope: What goes around the payload.
    ///   - absent: How a value that is absent, or null, is written.
    ///   - timestamps: How moments are written.
    ///   - members: The payload's members, in order; no key stands twice.
    public init(
        _ name: String, envelope: Envelope = .none, absent: Absent = .omitted, timestamps: TimestampForm = .rfc3339,
        members: [Member]
    ) {
        self.name = name
        self.envelope = envelope
        self.absent = absent
        self.timestamps = timestamps
        self.members = members
    }
}

extension DeclaredWire.TimestampForm {
    /// A moment of the log in this form; a text that is no moment stays as it is.
    func text(of moment: String) -> String {
        switch self {
        case .rfc3339: return moment
        case .pythonNaive:
            guard let read = Timestamp(moment) else { return moment }
            return String(read.description.dropLast())
        }
    }
}
