import EventCatalogue
import LanguageSchema

/// One file of the catalogue as a module.
struct TypeScriptModule {
    let file: LanguageFile
    let modules: TypeScriptModules
    let invariants: InvariantSource

    var text: String {
        var lines = [
            "// Generated from \(file.name)\(CatalogueFile.suffix); edit that file, not this one.",
            "import type { Json } from \"./json\";",
            "import { declareInvariants, readEvent, UnknownFields, writeEvent } from \"./runtime\";",
        ]
        let functions = invariants.functions(calledBy: invariants.checks(in: file), keyword: "function")
        if !functions.isEmpty {
            lines.append("import { \(functions.joined(separator: ", ")) } from \"./rules\";")
        }
        for (module, names) in modules.imports(of: file) {
            lines.append("import type { \(names.joined(separator: ", ")) } from \"./\(module)\";")
        }
        for declaration in file.declarations { lines += [""] + self.lines(declaration) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ declaration: LanguageDeclaration) -> [String] {
        switch declaration {
        case .record(let record): return self.record(record) + (record.event.map { functions(record, $0) } ?? [])
        case .enumeration(let name, let definition, let documentation):
            var cases = definition.values.map { LanguageText.literal($0.name) }
            // A text of any other value is taken too, and editors still offer those that are listed.
            if definition.isOpen { cases.append("(string & {})") }
            return TypeScriptText.documentation(documentation) + ["export type \(name) ="]
                + cases.enumerated().map { "  | \($1)\($0 == cases.count - 1 ? ";" : "")" }
        case .union(let name, let cases, let documentation):
            return TypeScriptText.documentation(documentation) + [
                "export type \(name) = \(cases.joined(separator: " | "));"
            ]
        case .alias(let name, let type, let documentation):
            return TypeScriptText.documentation(documentation) + [
                "export type \(name) = \(TypeScriptType.text(type));"
            ]
        }
    }

    private func record(_ record: LanguageRecord) -> [String] {
        var body: [String] = []
        if let discriminator = record.discriminator {
            body.append("\(TypeScriptType.member(discriminator.key)): \(LanguageText.literal(discriminator.value));")
        }
        for field in record.fields {
            let mark = field.isOptional || field.constant != nil ? "?" : ""
            let null = field.absence == .null || field.definition.isNullable ? " | null" : ""
            let isAlwaysThere = field.absence == .null && field.definition.defaultValue == nil
            body += TypeScriptText.documentation(field.documentation.map(Self.tagged))
            body.append(
                "\(TypeScriptType.member(field.name))\(isAlwaysThere ? "" : mark): "
                    + "\(TypeScriptType.text(field.type))\(field.constant == nil ? null : "");")
        }
        return TypeScriptText.documentation(record.documentation.map(Self.tagged)) + [
            "export interface \(record.name) extends UnknownFields {"
        ] + TypeScriptText.indented(body) + ["}"]
    }

    private static func tagged(_ line: String) -> String {
        line.hasPrefix("Deprecated")
            ? "@deprecated" + line.dropFirst("Deprecated".count).drop { $0 == ":" || $0 == "." } : line
    }

    private func functions(_ record: LanguageRecord, _ event: EventDefinition) -> [String] {
        let name = LanguageText.literal(event.name)
        var lines = [
            "",
            "/** Reads the payload of `\(event.name)`: JSON as text or UTF-8, or a value that was parsed before. */",
            "export function read\(record.name)(value: unknown): \(record.name) {",
            "  return readEvent(\(name), value) as unknown as \(record.name);", "}", "",
            "/** Writes the payload of `\(event.name)`, checked; throws `InvalidPayload`. */",
            "export function write\(record.name)(event: \(record.name)): string {",
            "  return writeEvent(\(name), event);", "}",
        ]
        let checks = invariants.checks(event)
        guard !checks.isEmpty else { return lines }
        lines += ["", "declareInvariants(\(name), ["]
        for check in checks {
            let words = "\(LanguageText.literal(check.name)), \(LanguageText.literal(check.message))"
            lines.append("  [\(words), (p) => \(check.expression)],")
        }
        return lines + ["]);"]
    }
}
