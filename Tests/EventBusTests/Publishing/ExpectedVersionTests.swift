import EventBus
import Testing

@Suite("Expected versions of a batch")
struct ExpectedVersionTests {
    private static func ids(_ count: Int) -> [EventID] {
        var source = EventIDSource()
        return (0..<count).map { _ in source.next(milliseconds: 1_700_000_000_000) }
    }

    @Test("each aggregate's first event expects the given version, and each further one the event before it")
    func batch() {
        let ids = Self.ids(4)
        var versions = ExpectedVersions()
        let context = PublishContext(expectedVersion: 3)
        let found = zip(ids, ["a", "b", "a", "a"]).map { versions.next($0, of: $1, context) }
        #expect(
            found == [
                ExpectedVersion(3), ExpectedVersion(3), ExpectedVersion(4, follows: ids[0]),
                ExpectedVersion(5, follows: ids[2]),
            ])
    }

    @Test("without an expectation there is none; one that follows an event with one has it")
    func mixed() {
        let ids = Self.ids(3)
        var versions = ExpectedVersions()
        #expect(versions.next(ids[0], of: "a", PublishContext()) == nil)
        #expect(versions.next(ids[1], of: "a", PublishContext(expectedVersion: .max)) == ExpectedVersion(.max))
        #expect(versions.next(ids[2], of: "a", PublishContext()) == ExpectedVersion(0, follows: ids[1]))
    }

    @Test("an aggregate that is at the expected version by another event conflicts, and the message says so")
    func message() {
        let conflict = VersionConflict(aggregateType: "model", aggregateID: "m/1/msg", expected: 1, actual: 1)
        #expect(conflict.description.hasPrefix("model m/1/msg is at version 1 by another event"))
        #expect(PublishError(conflict).outcome == .rejected)
    }
}
