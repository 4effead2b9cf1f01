import EventBus
import TestSupport
import Testing
import UpcastV1_0
import UpcastV1_1
import UpcastV2_0
import UpcastV3_0

@Suite("every version reads what it should")
struct UpcastPropertyTests {
    private typealias First = UpcastV1_0.SampleMeasured
    private typealias Minor = UpcastV1_1.SampleMeasured
    private typealias Second = UpcastV2_0.SampleMeasured
    private typealias Third = UpcastV3_0.SampleMeasured

    private static let rounds = 500

    private static func text(_ random: inout SeededGenerator) -> String {
        let letters = ["a", "Z", "9", "/", "#", "\"", "\\", "é", "\u{1F600}", " ", "\n"]
        return (0..<Int.random(in: 1...12, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }
            .joined()
    }

    private static func maybe<Value>(_ random: inout SeededGenerator, _ value: Value) -> Value? {
        Bool.random(using: &random) ? value : nil
    }

    private static func first(_ random: inout SeededGenerator) -> First {
        First(
            sample: text(&random), device: "scale/\(UInt32.random(in: 0...UInt32.max, using: &random))",
            result: ["ok", "bad", "odd", ""].randomElement(using: &random) ?? "",
            value: Double(Int.random(in: -100_000...100_000, using: &random)) / 64,
            note: maybe(&random, text(&random)), operator: maybe(&random, text(&random)))
    }

    private static func minor(_ random: inout SeededGenerator) -> Minor {
        let old = first(&random)
        let place = UpcastV1_1.Place(
            room: text(&random), shelf: maybe(&random, Int32.random(in: 0...9, using: &random)))
        return Minor(
            sample: old.sample, device: old.device, result: old.result, value: old.value, note: old.note,
            operator: old.operator, place: maybe(&random, place),
            tags: maybe(&random, [text(&random): text(&random)]))
    }

    /// What the steps to version 2 make of the texts of version 1.
    private static func outcome(_ result: String) -> UpcastV2_0.Outcome {
        switch result {
        case "ok": .passed
        case "bad": .failed
        default: .unknown
        }
    }

    private static func outcome(_ result: String) -> UpcastV3_0.Outcome {
        switch result {
        case "ok": .passed
        case "bad": .failed
        default: .unknown
        }
    }

    @Test("what 1.0 wrote is read by 2.0 and 3.0 with the values that the steps say")
    func firstToLater() throws {
        var random = SeededGenerator("1.0 to later")
        for _ in 0..<Self.rounds {
            let old = Self.first(&random)
            let record = try SampleRecord.entry(of: old)
            let parts = old.device.split(separator: "/").map { String($0) }
            let second = try record.decode(Second.self)
            let wanted = Second(
                sample: old.sample, deviceKind: parts[0], deviceNumber: parts[1],
                outcome: Self.outcome(old.result), reading: old.value,
                unit: "kelvin", note: old.note)
            #expect(second == wanted)
            let third = try record.decode(Third.self)
            let wantedThird = Third(
                sample: old.sample, device: "\(parts[0])#\(parts[1])",
                outcome: Self.outcome(old.result), reading: old.value,
                unit: "kelvin", note: old.note, tags: [:], priority: 2)
            #expect(third == wantedThird)
            #expect(third.source == "lab")
            #expect(third.unknownFields.isEmpty)
        }
    }

    @Test("what 1.1 wrote keeps its own fields on the way to 2.0 and 3.0")
    func minorToLater() throws {
        var random = SeededGenerator("1.1 to later")
        for _ in 0..<Self.rounds {
            let old = Self.minor(&random)
            let second = try SampleRecord.entry(of: old).decode(Second.self)
            #expect(second.place?.room == old.place?.room)
            #expect(second.tags == old.tags)
            let third = try SampleRecord.entry(of: old).decode(Third.self)
            #expect(third.place?.shelf == old.place?.shelf)
            #expect(third.tags == old.tags ?? [:])
            #expect(third.unknownFields.isEmpty)
        }
    }

    @Test("reading 1.0 as 3.0 is reading it as 2.0, writing that, and reading it as 3.0")
    func inTwoSteps() throws {
        var random = SeededGenerator("in two steps")
        for _ in 0..<Self.rounds {
            let old = try SampleRecord.entry(of: Self.minor(&random))
            let direct = try old.decode(Third.self)
            let halfway = try SampleRecord.entry(of: old.decode(Second.self))
            #expect(try halfway.decode(Third.self) == direct)
        }
    }

    @Test("what a newer minor wrote an older one reads, and writes back byte for byte")
    func newerMinor() throws {
        var random = SeededGenerator("1.1 to 1.0 and back")
        for _ in 0..<Self.rounds {
            let new = Self.minor(&random)
            let old = try SampleRecord.entry(of: new).decode(First.self)
            #expect(old.sample == new.sample && old.note == new.note && old.operator == new.operator)
            #expect(try old.payload() == new.payload())
            #expect(try SampleRecord.entry(of: old).decode(Minor.self) == new)
        }
    }

    @Test("what an older minor wrote a newer one reads, and writes back byte for byte")
    func olderMinor() throws {
        var random = SeededGenerator("1.0 to 1.1 and back")
        for _ in 0..<Self.rounds {
            let old = Self.first(&random)
            let new = try SampleRecord.entry(of: old).decode(Minor.self)
            #expect(new.place == nil && new.tags == nil)
            #expect(try new.payload() == old.payload())
        }
    }

    @Test("what a newer major wrote is refused by both versions' names")
    func newerMajor() throws {
        var random = SeededGenerator("newer major")
        let second = try SampleRecord.entry(of: Self.first(&random)).decode(Second.self)
        let record = try SampleRecord.entry(of: second)
        let error = #expect(throws: InvalidPayload.self) { try record.decode(First.self) }
        #expect(error?.rule == .version)
        #expect(error?.message.contains("2.0.0") == true && error?.message.contains("1.0.0") == true)
    }

    @Test("a CloudEvent of an older major is read by the steps too, also one that a newer router wrote")
    func cloudEvents() throws {
        var random = SeededGenerator("CloudEvents")
        for _ in 0..<Self.rounds {
            let record = try SampleRecord.entry(of: Self.minor(&random))
            for router in [Minor.declaration, Third.declaration] {
                let message = SampleRecord.cloudEvent(of: record, router)
                #expect(try Wire.cloudEvents.read(Third.self, from: message) == record.decode(Third.self))
                #expect(try Wire.cloudEvents.read(Minor.self, from: message) == record.decode(Minor.self))
            }
        }
    }
}
