import Testing

@testable import ModelRegistry

struct UnfinishedVersionsTests {
    private let one = ModelVersionName(model: "a", version: "1")
    private let two = ModelVersionName(model: "a", version: "2")

    private func versions(capacity: Int = 10) -> UnfinishedVersions {
        UnfinishedVersions(capacity: capacity, interval: .seconds(30), maximumAge: .seconds(3_600))
    }

    @Test(
        "a version is looked at often while it is young, and at least every hour",
        arguments: [(0, 30_000), (60_000, 30_000), (400_000, 100_000), (100_000_000, 3_600_000)])
    func pace(_ age: Int64, _ pause: Int64) {
        var versions = versions()
        _ = versions.note(one, .pending, now: 1_000)
        _ = versions.note(one, .pending, now: 1_000 + age)
        #expect(versions.notes[one]?.since == 1_000)
        #expect(versions.notes[one]?.next == 1_000 + age + pause)
    }

    @Test("what has waited longest is looked at first, and no more than is allowed")
    func due() {
        var versions = versions()
        _ = versions.note(two, .failed, now: 0)
        _ = versions.note(one, .pending, now: 1)
        #expect(versions.due(now: 29_999, limit: 10) == [])
        #expect(versions.due(now: 30_000, limit: 10) == [two])
        #expect(versions.due(now: 40_000, limit: 10) == [two, one])
        #expect(versions.due(now: 40_000, limit: 1) == [two])
    }

    @Test("what is finished is due no more, and is removed where it was stored")
    func finishing() {
        var versions = versions()
        _ = versions.note(one, .pending, now: 0)
        #expect(versions.takeChanges().written.keys.sorted { $0.version < $1.version } == [one])
        versions.finish(one)
        versions.finish(two)
        let changes = versions.takeChanges()
        #expect(changes.written.isEmpty && changes.removed == [one])
        #expect(versions.takeChanges().isEmpty)
        #expect(versions.due(now: 1_000_000, limit: 10) == [])
    }

    @Test("where there are too many, the oldest is given up for the new one")
    func capacity() {
        var versions = versions(capacity: 2)
        let three = ModelVersionName(model: "a", version: "3")
        #expect(versions.note(one, .pending, now: 1) == nil)
        #expect(versions.note(two, .pending, now: 2) == nil)
        #expect(versions.note(two, .pending, now: 3) == nil)
        #expect(versions.note(three, .pending, now: 4) == one)
        #expect(Set(versions.notes.keys) == [two, three])
        #expect(versions.takeChanges().removed == [one])
    }

    @Test("what may never be a tokenized model is given up before what could not be reviewed")
    func leastMissed() {
        var versions = versions(capacity: 3)
        let names = (1...6).map { ModelVersionName(model: "m", version: "\($0)") }
        _ = versions.note(names[0], .unavailable, now: 1)
        _ = versions.note(names[1], .failed, now: 2)
        _ = versions.note(names[2], .pending, now: 3)
        #expect(versions.note(names[3], .pending, now: 4) == names[2])
        #expect(versions.note(names[4], .unavailable, now: 5) == names[3])
        #expect(versions.note(names[5], .pending, now: 6) == names[1])
        #expect(Set(versions.notes.keys) == [names[0], names[4], names[5]])
    }

    @Test("what stays unfinished too long is given up")
    func age() {
        var versions = versions()
        _ = versions.note(one, .pending, now: 0)
        _ = versions.note(two, .failed, now: 10)
        #expect(versions.expire(now: 3_600_000).isEmpty)
        #expect(Array(versions.expire(now: 3_600_001).keys) == [one])
        #expect(Array(versions.notes.keys) == [two])
    }

    @Test("a note reads what it writes, and nothing else")
    func text() {
        let note = UnfinishedVersion(cause: .failed, since: -1, next: 99)
        #expect(UnfinishedVersion(note.text) == note)
        for text in ["", "failed 1", "failed 1 x", "other 1 2", "failed 1 2 3"] {
            #expect(UnfinishedVersion(text) == nil)
        }
    }
}
