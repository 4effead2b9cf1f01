import EventBus
import HTTPTypes
import Hummingbird
import NIOCore

/// The JSON object in the body of an operator's request; a body that is left out is an empty one.
struct ActBody {
    private let object: JSONObject
    /// The longest text, in characters.
    private static let longest = 1_000

    /// Reads a body.
    ///
    /// - Throws: ``Problem`` where it is no JSON object, is too large, or has members of other names.
    init(_ request: Request, members: [String]) async throws {
        let bytes = try await request.body.collect(upTo: 256 << 10)
        guard bytes.readableBytes > 0 else {
            object = JSONObject()
            return
        }
        guard let type = request.headers[.contentType], Self.isJSON(type) else {
            throw Problem(.unsupportedMediaType, "the body is to be JSON: send Content-Type: application/json")
        }
        let value: JSONValue
        do throws(InvalidPayload) { value = try JSONValue(parsing: [UInt8](buffer: bytes), limits: .published) } catch {
            throw Problem(.badRequest, "the body is not JSON: \(error)")
        }
        guard case .object(let object) = value else {
            throw Problem(.badRequest, "the body is to be a JSON object")
        }
        self.object = object
        try Self.check(object, members, in: "")
    }

    private init(_ object: JSONObject) { self.object = object }

    private static func isJSON(_ type: String) -> Bool {
        let name = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        return name == "application/json"
    }

    private static func check(_ object: JSONObject, _ names: [String], in place: String) throws(Problem) {
        for member in object.members where !names.contains(member.name) {
            throw Problem(
                .badRequest,
                "\(place)\(member.name.prefix(80)): there is no such member; there are "
                    + names.joined(separator: ", "))
        }
    }

    /// An object within; an empty one where it is left out.
    ///
    /// - Throws: ``Problem`` where it is something else, or has members of other names.
    func object(_ name: String, members: [String]) throws(Problem) -> ActBody {
        switch object[name] {
        case nil: return ActBody(JSONObject())
        case .object(let inner)?:
            try Self.check(inner, members, in: name + ".")
            return ActBody(inner)
        default: throw Problem(.badRequest, "\(name): this is an object")
        }
    }

    /// A text; `nil` where it is left out.
    func text(_ name: String) throws(Problem) -> String? {
        switch object[name] {
        case nil: return nil
        case .string(let text)?:
            guard text.unicodeScalars.count <= Self.longest else {
                throw Problem(.badRequest, "\(name): this has 1000 characters at most")
            }
            return text
        default: throw Problem(.badRequest, "\(name): this is a string")
        }
    }

    /// One text or several; `nil` where it is left out. An empty list is refused: whoever makes one of what a search found
    /// does not mean everything.
    func texts(_ name: String) throws(Problem) -> [String]? {
        switch object[name] {
        case nil: return nil
        case .string(let text)?:
            guard text.unicodeScalars.count <= Self.longest else { break }
            return [text]
        case .array(let items)?:
            guard !items.isEmpty else {
                throw Problem(
                    .badRequest, "\(name): the list is empty: name \(name), or leave the member out to mean all")
            }
            var texts: [String] = []
            for item in items {
                guard case .string(let text) = item, text.unicodeScalars.count <= Self.longest else { break }
                texts.append(text)
            }
            guard texts.count == items.count, texts.count <= 1_000 else { break }
            return texts
        default: break
        }
        throw Problem(
            .badRequest, "\(name): this is a string, or a list of 1000 strings at most, each of 1000 characters at most"
        )
    }

    /// A flag.
    func flag(_ name: String, default standard: Bool) throws(Problem) -> Bool {
        switch object[name] {
        case nil: return standard
        case .bool(let flag)?: return flag
        default: throw Problem(.badRequest, "\(name): this is true or false")
        }
    }

    /// A whole number within bounds.
    func number(_ name: String, in range: ClosedRange<Int>, default standard: Int) throws(Problem) -> Int {
        switch object[name] {
        case nil: return standard
        case .number(let number)?:
            if let value = Int(number.text), range.contains(value) { return value }
            if let value = Double(number.text), value == value.rounded(), value >= Double(range.lowerBound),
                value <= Double(range.upperBound)
            {
                return Int(value)
            }
        default: break
        }
        throw Problem(.badRequest, "\(name): this is a number from \(range.lowerBound) to \(range.upperBound)")
    }
}
