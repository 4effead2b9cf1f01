import BuiltEvents
import CommittedEvents
import EventBus

// Writes and reads an event of each target, and says what is on the wire.
let sent = ParcelSent(parcelID: "P7", weight: 1.5)
let stored = ParcelStored(parcelID: "P7", shelf: 3)
for event in [sent, stored] as [any Event] {
    print(type(of: event).declaration.cloudEventsType, String(decoding: try event.payload(), as: UTF8.self))
}
guard try ParcelSent(payload: sent.payload()) == sent, try ParcelStored(payload: stored.payload()) == stored else {
    fatalError("what was read is not what was written")
}
do throws(InvalidPayload) {
    try ParcelSent(parcelID: "7", weight: 0).validate()
    fatalError("an event that the catalogue refuses was taken")
} catch {
    print("refused:", error)
}
