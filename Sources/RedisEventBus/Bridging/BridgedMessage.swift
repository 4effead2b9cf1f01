package import EventBus

/// What a message of a foreign list is to the bridge.
package enum BridgedMessage: Sendable {
    /// An event, checked against the catalogue.
    case event(Crossing)
    /// Something that can never become an event, and why.
    case poison(String)

    /// An event on its way into the log.
    package struct Crossing: Sendable {
        /// The event.
        package let event: EncodedEvent
        /// Its declaration.
        package let declaration: EventDeclaration
        /// The message's own id, by which one that is put on the list twice is known; `nil` where it has none.
        package let messageID: String?

        /// Names an event and the message that it came in.
        package init(event: EncodedEvent, declaration: EventDeclaration, messageID: String?) {
            self.event = event
            self.declaration = declaration
            self.messageID = messageID
        }

        /// The size of the entry that it becomes, in bytes: the names and values of its attributes, and the payload.
        var entryBytes: Int {
            event.envelope.fields.reduce(EnvelopeAttribute.data.rawValue.utf8.count + event.payload.count) {
                $0 + $1.name.rawValue.utf8.count + $1.value.utf8.count
            }
        }
    }
}
