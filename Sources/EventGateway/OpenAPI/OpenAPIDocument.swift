import CatalogueExports
import EventBus
import EventCatalogue

/// The OpenAPI 3.1 document of the gateway, with the payloads of the catalogue's events.
struct OpenAPIDocument {
    let catalogue: Catalogue
    /// The program's version.
    let version: String

    /// The document.
    var json: JSONValue {
        var paths = JSONObject()
        for var operation in APIOperations.all {
            operation.examples = examples
            var item = JSONObject()
            if case .object(let object)? = paths[operation.path] { item = object }
            item[operation.method.lowercased()] = operation.json
            paths[operation.path] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": .string("\(catalogue.title ?? catalogue.id): event bus"), "version": .string(version),
                "description": "Publishing, the live stream, the catalogue, and what operators need.",
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer", "description": "A token; what it may do is configured.",
                    ]
                ],
            ],
        ]
    }

    /// What the catalogue has to ask for.
    private var examples: [String: String] {
        var examples = ["group": "router", "partition": "0", "place": "0-1"]
        examples["stream"] = catalogue.streams.first?.name
        examples["type"] = catalogue.events.first?.name
        examples["list"] = catalogue.events.lazy.flatMap(\.routes).first { $0.kind == .list }?.name
        return examples
    }

    /// The gateway's schemas, and one for the payload of each event.
    private var schemas: JSONObject {
        var schemas = APISchemas.all
        var payloads: [JSONValue] = []
        for document in CatalogueExport(of: catalogue, as: .jsonSchema).documents {
            guard document.name.hasSuffix(".writer.schema.json"),
                case .object(var schema)? = try? JSONValue(parsing: Array(document.text.utf8))
            else { continue }
            let event = String(document.name.dropLast(".writer.schema.json".count))
            let name = "payload.\(event)"
            // Within this document references start at its top.
            schema["$schema"] = nil
            schema["$id"] = nil
            schemas[name] = Self.rebased(.object(schema), on: "#/components/schemas/\(name)/$defs/")
            payloads.append(.component(name))
        }
        schemas["AnyPayload"] = payloads.isEmpty ? ["type": "object"] : ["anyOf": .array(payloads)]
        return schemas
    }

    private static func rebased(_ value: JSONValue, on base: String) -> JSONValue {
        switch value {
        case .object(let object):
            var result = JSONObject()
            for member in object.members {
                if member.name == "$ref", case .string(let text) = member.value, text.hasPrefix("#/$defs/") {
                    result[member.name] = .string(base + text.dropFirst("#/$defs/".count))
                } else {
                    result[member.name] = rebased(member.value, on: base)
                }
            }
            return .object(result)
        case .array(let items): return .array(items.map { rebased($0, on: base) })
        case .null, .bool, .number, .string: return value
        }
    }
}
