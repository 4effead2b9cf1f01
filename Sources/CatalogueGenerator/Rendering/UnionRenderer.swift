import EventCatalogue

/// A union of the catalogue: an enum whose cases hold objects, told apart by their discriminator.
enum UnionRenderer {
    static func lines(
        _ name: String, _ definition: UnionDefinition, documentation: [String], names: CatalogueNames
    ) -> Rendering {
        var problems: [GenerationProblem] = []
        var types = NameScope(taken: names.topLevel.union(SwiftName.takenTypes))
        var members = NameScope(taken: SwiftName.takenCases)
        var cases: [String] = []
        var writes: [String] = []
        var reads: [String] = []
        var structs: [String] = []
        for unionCase in definition.cases {
            let type = types.unique(SwiftName.type(unionCase.name))
            let member = SwiftName.quoted(
                members.unique(SwiftName.member(unionCase.name, taken: SwiftName.takenCases, suffix: "Case")))
            cases += SwiftText.documentation([unionCase.description]) + ["case \(member)(\(type))"]
            writes.append("case .\(member)(let value): try value.writePayload(to: &json)")
            reads.append("case \(SwiftText.literal(unionCase.name)): self = .\(member)(try json.object(\(type).self))")
            let discriminator = StructRenderer.Discriminator(name: definition.discriminator, value: unionCase.name)
            let rendering = StructRenderer.nested(
                type, unionCase.fields, documentation: SwiftText.documentation([unionCase.description]),
                discriminator: discriminator, names: names)
            structs += rendering.lines
            problems += rendering.problems
        }
        let body =
            cases + structs + [
                "private static let discriminator = FieldNames(\(SwiftText.literal(definition.discriminator)))",
                "public func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {", "    switch self {",
            ] + SwiftText.indented(writes) + [
                "    }", "}", "public init(payload json: inout JSONReader) throws(InvalidPayload) {",
                "    let name = try json.discriminator(Self.discriminator)", "    switch name {",
            ] + SwiftText.indented(reads) + ["    default: throw json.undeclared(name)", "    }", "}"]
        let lines =
            documentation + ["public indirect enum \(name): PayloadValue {"] + SwiftText.indented(body) + ["}"]
        return Rendering(lines: lines, problems: problems)
    }
}
