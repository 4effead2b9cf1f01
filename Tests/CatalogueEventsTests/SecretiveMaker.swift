import EventBus
import TestSupport

/// Makes payloads of the event `joined`, each text in them different, and says which may be shown.
struct SecretiveMaker {
    /// A payload.
    struct Made {
        var json: JSONValue
        var hidden: [String]
        var shown: [String]
    }

    private var random: SeededGenerator
    private var count = 0
    private var hidden: [String] = []
    private var shown: [String] = []
    /// How often each kind of member was made.
    private(set) var made = [Int](repeating: 0, count: 12)

    init(random: SeededGenerator) { self.random = random }

    mutating func payload() -> Made {
        (hidden, shown) = ([], [])
        var object: JSONObject = ["id": open()]
        for kind in made.indices where Bool.random(using: &random) {
            made[kind] += 1
            switch kind {
            case 0: object["secret"] = secret()
            case 1: object["person"] = person(depth: 0)
            case 2: object["whole"] = ["name": secret(), "mail": secret()]
            case 3: object["list"] = .array((0..<3).map { _ in secret() })
            case 4: object["map"] = ["one": [secret()], "two": [secret(), secret()]]
            case 5: object["either"] = ["kind": "card", "digits": secret(), "year": 27]
            case 6: object["either"] = ["kind": "barter", "digits": secret(), "goods": [secret()]]
            case 7: object["hidden_json"] = [["a": secret()], secret()]
            case 8: object["any"] = [["a": open()], open()]
            case 9: object["gone"] = secret()
            case 10: object["digest"] = secret()
            default: object["field_of_tomorrow"] = ["a": [secret()]]
            }
        }
        return Made(json: .object(object), hidden: hidden, shown: shown)
    }

    private mutating func person(depth: Int) -> JSONValue {
        var object: JSONObject = ["name": open(), "mail": secret()]
        if depth < 3, Bool.random(using: &random) {
            object["friends"] = .array((0..<2).map { _ in person(depth: depth + 1) })
        }
        if Bool.random(using: &random) { object["pin"] = secret() }
        return .object(object)
    }

    private mutating func secret() -> JSONValue {
        let text = text("secret")
        hidden.append(text)
        return .string(text)
    }

    private mutating func open() -> JSONValue {
        let text = text("open")
        shown.append(text)
        return .string(text)
    }

    private mutating func text(_ word: String) -> String {
        count += 1
        return "\(word)-\(count)-\(UInt32.random(in: .min ... .max, using: &random))"
    }
}
