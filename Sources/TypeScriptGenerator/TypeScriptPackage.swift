package import CatalogueGenerator
package import EventCatalogue
package import LanguageSchema

/// The TypeScript package of a catalogue: a type for each event and object, checking readers and writers, readers of all
/// wires, a publisher and consumers.
///
/// It depends on nothing; its publisher and consumers take a client of node-redis by what they need of it.
package enum TypeScriptPackage {
    /// Generates the package in a folder of its name; the same catalogue always gives the same bytes.
    ///
    /// - Parameters:
    ///   - catalogue: A catalogue without errors.
    ///   - name: What the package is called; the catalogue's id as an identifier unless given.
    ///   - appendScript: The script by which the publisher appends.
    ///   - invariants: The events' invariants in TypeScript; the catalogue's unless given.
    package static func make(
        from catalogue: Catalogue, name: String? = nil, appendScript: AppendScript,
        invariants: InvariantSource? = nil
    ) -> GeneratedSources {
        let invariants =
            invariants
            ?? InvariantSource(
                catalogue, runtime: TypeScriptExpression.runtime, render: TypeScriptExpression.render)
        let folder = name ?? LanguageText.packageName(ofCatalogue: catalogue.id)
        let schema = LanguageSchema(catalogue)
        let modules = TypeScriptModules(schema)
        let origin = catalogue.files.map { $0.name + CatalogueFile.suffix }.joined(separator: ", ")
        let head = "// Generated from \(origin); edit that, not this.\n"
        var sources = schema.files.map { file in
            GeneratedFile(
                name: modules.name(of: file) + ".ts",
                text: TypeScriptModule(file: file, modules: modules, invariants: invariants).text)
        }
        let index = TypeScriptIndex(schema: schema, modules: modules)
        sources.append(GeneratedFile(name: "index.ts", text: head + index.indexText))
        sources.append(GeneratedFile(name: "events.ts", text: head + index.eventsText))
        sources.append(
            GeneratedFile(
                name: "catalogueTable.ts",
                text: head + "import type { CatalogueTable } from \"./table\";\n\n"
                    + "/** The table by which this package reads, checks and writes. */\n"
                    + "export const catalogue: CatalogueTable = \(schema.table.indentedJSON.dropLast());\n"))
        sources.append(
            GeneratedFile(
                name: "appendScript.ts",
                text: "/** The script by which every publisher appends to the log. */\n"
                    + "export const appendScript = \(LanguageText.literal(appendScript.text));\n"))
        if schema.files.contains(where: { !invariants.checks(in: $0).isEmpty }) {
            sources.append(
                GeneratedFile(
                    name: "rules.ts",
                    text: "/** What the rules over several fields are made of. */\n"
                        + invariants.runtime.replacing("\nfunction ", with: "\nexport function ")))
        }
        sources += runtime.map { GeneratedFile(name: $0, text: String(decoding: $1, as: UTF8.self)) }
        let files =
            sources.map { GeneratedFile(name: "src/\($0.name)", text: $0.text) }
            + [
                GeneratedFile(name: "package.json", text: manifest(folder)),
                GeneratedFile(name: "tsconfig.json", text: settings),
            ]
        return GeneratedSources(files: files.map { GeneratedFile(name: "\(folder)/\($0.name)", text: $0.text) })
    }

    private static var runtime: [(String, [UInt8])] {
        [
            ("json.ts", PackageResources.json_ts), ("schema.ts", PackageResources.schema_ts),
            ("table.ts", PackageResources.table_ts),
            ("upcasts.ts", PackageResources.upcasts_ts), ("runtime.ts", PackageResources.runtime_ts),
            ("wires.ts", PackageResources.wires_ts), ("publisher.ts", PackageResources.publisher_ts),
            ("consumer.ts", PackageResources.consumer_ts),
        ]
    }

    private static func manifest(_ name: String) -> String {
        """
        {
          "name": \(LanguageText.literal(name.lowercased())),
          "version": "0.0.0",
          "private": true,
          "main": "dist/index.js",
          "types": "dist/index.d.ts",
          "scripts": { "build": "tsc" }
        }

        """
    }

    private static let settings = """
        {
          "compilerOptions": {
            "target": "ES2020",
            "lib": ["ES2020"],
            "types": [],
            "module": "CommonJS",
            "rootDir": "src",
            "outDir": "dist",
            "declaration": true,
            "strict": true,
            "noImplicitReturns": true,
            "noFallthroughCasesInSwitch": true
          },
          "include": ["src"]
        }

        """
}
