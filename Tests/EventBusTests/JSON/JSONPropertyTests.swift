import EventBus
import Foundation
import TestSupport
import Testing

@Suite("JSON against Foundation")
struct JSONPropertyTests {
    @Test("random values survive a round trip and mean the same to Foundation")
    func roundTrips() throws {
        var random = SeededGenerator("random values")
        for _ in 0..<2000 {
            let value = Self.value(&random, depth: 4)
            #expect(try JSONValue(parsing: value.bytes) == value)
            let read = try JSONSerialization.jsonObject(with: Data(value.bytes), options: .fragmentsAllowed)
            #expect(FoundationJSON.isSame(value, read), "\(value)")
            let data = try JSONSerialization.data(withJSONObject: read, options: .fragmentsAllowed)
            #expect(FoundationJSON.isSame(try JSONValue(parsing: [UInt8](data)), read))
        }
    }

    @Test("random values survive Codable both ways")
    func codable() throws {
        var random = SeededGenerator("codable values")
        for _ in 0..<300 {
            let value = Self.value(&random, depth: 3)
            let data = try JSONEncoder().encode([value])
            #expect(try JSONDecoder().decode([JSONValue].self, from: data).count == 1)
            #expect(
                FoundationJSON.isSame(
                    try JSONDecoder().decode([JSONValue].self, from: data)[0],
                    try JSONSerialization.jsonObject(with: Data(value.bytes), options: .fragmentsAllowed)))
        }
    }

    @Test("doubles of random bits are written in a form that reads back the same bits, here and in Foundation")
    func doubles() throws {
        var random = SeededGenerator("random doubles")
        for index in 0..<100_000 {
            let value: Double
            switch index % 4 {
            case 0: value = Double(bitPattern: random.next())
            case 1: value = Double(Int64(truncatingIfNeeded: random.next()) >> 20) / 1_000_000
            case 2: value = Double(Int.random(in: -100_000...100_000, using: &random)) / 100
            default: value = Double.random(in: -1000...1000, using: &random)
            }
            guard value.isFinite else { continue }
            var json = JSONWriter()
            try json.double(value)
            let text = String(decoding: json.bytes, as: UTF8.self)
            #expect(Double(text)?.bitPattern == value.bitPattern, "\(text)")
            #expect(JSONNumber(text)?.double?.bitPattern == value.bitPattern, "\(text)")
            // As short as Swift's own shortest form.
            let digits = { (text: String) in
                text.filter { $0 != "." && $0 != "-" }.prefix { $0 != "e" }.drop { $0 == "0" }.reversed().drop {
                    $0 == "0"
                }.count
            }
            #expect(digits(text) == digits(value.description), "\(text) \(value)")
        }
    }

    @Test("decimal texts of any shape are read as the nearest double")
    func decimals() throws {
        var random = SeededGenerator("random decimals")
        for _ in 0..<100_000 {
            let digits = (0..<Int.random(in: 1...25, using: &random)).map { _ in
                "\(Int.random(in: 0...9, using: &random))"
            }.joined()
            var text = digits.drop { $0 == "0" }.description
            if text.isEmpty { text = "0" }
            if Bool.random(using: &random) {
                text +=
                    "."
                    + "\(UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64.random(in: 0...60, using: &random))"
            }
            if Bool.random(using: &random) { text += "e\(Int.random(in: -340...310, using: &random))" }
            if Bool.random(using: &random) { text = "-" + text }
            let expected = try #require(Double(text))
            let read = try #require(JSONNumber(text)).double
            #expect(read?.bitPattern == (expected.isFinite ? expected.bitPattern : nil), "\(text)")
        }
    }

    @Test("a mutated text never crashes, and what is accepted is accepted by Foundation too")
    func fuzz() throws {
        var random = SeededGenerator("mutated texts")
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = Self.value(&random, depth: 3).bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Array("{}[]:,\"\\u0e-+.tfn ".utf8).randomElement(using: &random) ?? 0, at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            accepted += 1
            // Foundation reads numbers at once, so one beyond the range of a double is refused there and kept here.
            if Self.holdsHugeNumber(value) { continue }
            #expect(throws: Never.self, "\(String(decoding: bytes, as: UTF8.self))") {
                try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            }
        }
        #expect(accepted > 1000)
    }

    private static func holdsHugeNumber(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let number):
            number.double == nil || (number.double == 0 && number.text.contains { "123456789".contains($0) })
        case .array(let elements): elements.contains(where: holdsHugeNumber)
        case .object(let object): object.members.contains { holdsHugeNumber($0.value) }
        default: false
        }
    }

    static func value(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2:
            return .number(
                JSONNumber(Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0...63, using: &random)))
        case 3: return JSONNumber(Double.random(in: -1e6...1e6, using: &random)).map { .number($0) } ?? .null
        case 4, 5: return .string(text(&random))
        case 6, 7:
            return .array((0..<Int.random(in: 0...5, using: &random)).map { _ in value(&random, depth: depth - 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                object[text(&random)] = value(&random, depth: depth - 1)
            }
            return .object(object)
        }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let scalars: [UInt32] = [0x22, 0x5c, 0x2f, 0x0a, 0x01, 0x7f, 0xe9, 0x20ac, 0x1f600, 0x41, 0x7a, 0x30]
            let value =
                Bool.random(using: &random)
                ? UInt32.random(in: 0x20...0x7e, using: &random) : scalars.randomElement(using: &random)
            if let scalar = value.flatMap({ Unicode.Scalar($0) }) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
