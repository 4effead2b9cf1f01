import EventCatalogue
import LanguageSchema

/// Types as TypeScript writes them.
enum TypeScriptType {
    static func text(_ type: LanguageType) -> String {
        switch type {
        case .scalar(let scalar): self.scalar(scalar)
        case .declared(let name): name
        case .array(let inner): "Array<\(text(inner))>"
        case .map(let inner): "{ [key: string]: \(text(inner)) }"
        case .constant(let constant): self.constant(constant.value.json)
        }
    }

    /// A whole number that a `number` does not hold is a `bigint`, as readers give it.
    private static func constant(_ json: String) -> String {
        let isWhole = json.allSatisfy { $0.isNumber || $0 == "-" }
        return isWhole && (Double(json) ?? 0).magnitude > 9_007_199_254_740_991 ? json + "n" : json
    }

    /// Whole numbers of 64 bits are `bigint`: a `number` holds them up to 2^53 only.
    private static func scalar(_ type: FieldType) -> String {
        switch type {
        case .bool: "boolean"
        case .int64, .uint64: "bigint"
        case .int32, .double: "number"
        case .bytes: "Uint8Array"
        case .json: "Json"
        default: "string"
        }
    }

    /// A member's name, in quotes where it needs them.
    static func member(_ name: String) -> String {
        LanguageText.identifier(name) == name ? name : LanguageText.literal(name)
    }
}
