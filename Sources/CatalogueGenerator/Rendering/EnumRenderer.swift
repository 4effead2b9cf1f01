import EventCatalogue

/// An enum of the catalogue: a struct with static members if open, a Swift enum if closed.
enum EnumRenderer {
    static func lines(_ name: String, _ definition: EnumDefinition, documentation: [String]) -> [String] {
        definition.isOpen ? open(name, definition, documentation) : closed(name, definition, documentation)
    }

    /// The member of a value, in backticks where needed; `nil` where the catalogue does not declare it.
    static func member(of value: String, in definition: EnumDefinition) -> String? {
        zip(definition.values, members(definition)).first { $0.0.name == value }?.1
    }

    private static func members(_ definition: EnumDefinition) -> [String] {
        var scope = NameScope(taken: SwiftName.takenCases)
        return definition.values.map { value in
            SwiftName.quoted(scope.unique(SwiftName.member(value.name, taken: SwiftName.takenCases, suffix: "Value")))
        }
    }

    private static func open(_ name: String, _ definition: EnumDefinition, _ documentation: [String]) -> [String] {
        var body: [String] = []
        for (value, member) in zip(definition.values, members(definition)) {
            body += annotations(value)
            body.append("public static let \(member) = \(name)(rawValue: \(SwiftText.literal(value.name)))")
        }
        body += SwiftText.list(
            "public static let declared: [\(name)] = [",
            definition.values.map { "\(name)(rawValue: \(SwiftText.literal($0.name)))" },
            "]", indent: 4)
        body.append("public let rawValue: String")
        body.append("public init(rawValue: String) { self.rawValue = rawValue }")
        return documentation + ["public struct \(name): OpenEnumeration {"] + SwiftText.indented(body) + ["}"]
    }

    private static func closed(_ name: String, _ definition: EnumDefinition, _ documentation: [String]) -> [String] {
        var body: [String] = []
        for (value, member) in zip(definition.values, members(definition)) {
            body += annotations(value)
            body.append("case \(member) = \(SwiftText.literal(value.name))")
        }
        return documentation + ["public enum \(name): String, Sendable, Hashable, Codable, CaseIterable {"]
            + SwiftText.indented(body) + ["}"]
    }

    private static func annotations(_ value: EnumValue) -> [String] {
        var lines = SwiftText.documentation([value.description])
        if let deprecation = value.deprecation {
            lines.append(StructRenderer.deprecated(deprecation.message))
        }
        return lines
    }
}
