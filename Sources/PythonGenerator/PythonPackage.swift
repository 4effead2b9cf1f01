package import CatalogueGenerator
package import EventCatalogue
package import LanguageSchema

/// The Python package of a catalogue: a class for each event and object, readers of all wires, a publisher and consumers.
///
/// It asks for Python 3.8 and nothing else; its publisher and consumers take a client of redis-py.
package enum PythonPackage {
    /// Generates the package in a folder of its name; the same catalogue always gives the same bytes.
    ///
    /// - Parameters:
    ///   - catalogue: A catalogue without errors.
    ///   - name: What the package is called; the catalogue's id as an identifier unless given.
    ///   - appendScript: The script by which the publisher appends.
    ///   - invariants: The events' invariants in Python; the catalogue's unless given.
    package static func make(
        from catalogue: Catalogue, name: String? = nil, appendScript: AppendScript,
        invariants: InvariantSource? = nil
    ) -> GeneratedSources {
        let invariants =
            invariants
            ?? InvariantSource(
                catalogue, runtime: PythonExpression.runtime, render: PythonExpression.render)
        let folder = name ?? LanguageText.packageName(ofCatalogue: catalogue.id)
        let schema = LanguageSchema(catalogue)
        let modules = PythonModules(schema)
        let origin = catalogue.files.map { $0.name + CatalogueFile.suffix }.joined(separator: ", ")
        var files = schema.files.map { file in
            GeneratedFile(
                name: modules.name(of: file) + ".py",
                text: PythonModule(file: file, modules: modules, catalogueID: catalogue.id, invariants: invariants).text
            )
        }
        files.append(
            GeneratedFile(name: "__init__.py", text: PythonIndex(catalogue, schema, modules, origin: origin).text))
        files.append(GeneratedFile(name: "_catalogue.py", text: tableText(schema.table, origin: origin)))
        if schema.files.contains(where: { !invariants.checks(in: $0).isEmpty }) {
            files.append(
                GeneratedFile(
                    name: "_rules.py",
                    text: "\"\"\"What the rules over several fields are made of.\"\"\"\n" + invariants.runtime))
        }
        files.append(GeneratedFile(name: "_append.py", text: scriptText(appendScript)))
        files.append(GeneratedFile(name: "py.typed", text: ""))
        files += runtime.map { GeneratedFile(name: $0, text: String(decoding: $1, as: UTF8.self)) }
        return GeneratedSources(files: files.map { GeneratedFile(name: "\(folder)/\($0.name)", text: $0.text) })
    }

    private static var runtime: [(String, [UInt8])] {
        [
            ("_json.py", PackageResources._json_py), ("_schema.py", PackageResources._schema_py),
            ("_upcasts.py", PackageResources._upcasts_py), ("_runtime.py", PackageResources._runtime_py),
            ("_wires.py", PackageResources._wires_py), ("publisher.py", PackageResources.publisher_py),
            ("consumer.py", PackageResources.consumer_py),
        ]
    }

    private static func tableText(_ table: CatalogueValue, origin: String) -> String {
        // In JSON a quote may also be written by its number, so the text cannot end the literal.
        let json = table.indentedJSON.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "\\u0027")
        return """
            \"""The table by which this package reads, checks and writes. Generated from \(origin).\"""
            import json
            from typing import Any, Dict

            CATALOGUE: Dict[str, Any] = json.loads(
                r'''\(json)'''
            )

            """
    }

    private static func scriptText(_ script: AppendScript) -> String {
        let lines = script.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return """
            \"""The script by which every publisher appends to the log.\"""

            APPEND_SCRIPT = (
            \(lines.map { "    \(LanguageText.literal($0 + "\n"))" }.joined(separator: "\n"))
            )

            """
    }
}
