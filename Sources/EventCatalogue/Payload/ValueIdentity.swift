/// What makes a value the same as another in JSON: numbers by their value, texts by their bytes, members in any order.
indirect enum ValueIdentity: Hashable {
    case null
    case bool(Bool)
    case number(ExactNumber)
    case text(Bytewise)
    case array([ValueIdentity])
    case object([Bytewise: ValueIdentity])

    init(_ value: CatalogueValue) {
        switch value {
        case .null: self = .null
        case .bool(let bool): self = .bool(bool)
        case .number(let text): self = ExactNumber(text).map { .number($0) } ?? .text(Bytewise(text))
        case .string(let text): self = .text(Bytewise(text))
        case .array(let items): self = .array(items.map { ValueIdentity($0) })
        case .object(let members):
            self = .object(
                Dictionary(
                    members.map { (Bytewise($0.name), ValueIdentity($0.value)) }, uniquingKeysWith: { _, last in last })
            )
        }
    }
}
