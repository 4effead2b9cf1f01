import EventBus

/// One method of one path, as the OpenAPI document describes it.
struct APIOperation: Sendable {
    /// A parameter of the path, the query, or a header.
    struct Parameter: Sendable {
        /// Where it stands.
        enum Place: String, Sendable {
            case path
            case query
            case header
        }

        let name: String
        let place: Place
        let schema: JSONValue
        let summary: String
        /// Whether it may stand several times.
        var isRepeatable = false

        /// - Parameter example: A value that is there; `nil` where none is known.
        func json(example: String?) -> JSONValue {
            var object: JSONObject = [
                "name": .string(name), "in": .string(place.rawValue), "required": .bool(place == .path),
                "description": .string(summary),
            ]
            if isRepeatable {
                object["schema"] = ["type": "array", "items": schema]
                object["style"] = "form"
                object["explode"] = true
            } else {
                object["schema"] = schema
            }
            object["example"] = example.map { .string($0) }
            return .object(object)
        }
    }

    /// What comes in a body.
    struct Body: Sendable {
        let type: String
        let schema: JSONValue

        static func json(_ name: String) -> Body { Body(type: "application/json", schema: .component(name)) }
    }

    /// `GET`, `POST` or `DELETE`.
    let method: String
    /// The path, with its parameters in braces.
    let path: String
    /// The role that it needs; `nil` where everybody may.
    let role: AccessRole?
    let summary: String
    var parameters: [Parameter] = []
    /// What a request may bring, in the forms that it takes.
    var request: [Body] = []
    var isRequestRequired = false
    /// What is answered where all is well, by status code.
    var answers: [Int: [Body]] = [:]
    /// With which other codes it may answer; the body is a problem.
    var problems: [Int] = []
    /// Values of parameters of paths that are there, by the parameter's name: for who tries the document out.
    var examples: [String: String] = [:]

    /// The operation as the document has it.
    var json: JSONValue {
        var responses = JSONObject()
        for (code, bodies) in answers.sorted(by: { $0.key < $1.key }) {
            responses["\(code)"] = Self.response(APIStatus.phrase(code), bodies)
        }
        let inherent = [405] + (role == nil ? [] : [401, 403]) + [429, 500]
        for code in Set(problems + inherent).sorted() where responses["\(code)"] == nil {
            responses["\(code)"] = Self.response(
                APIStatus.phrase(code), [Body(type: "application/problem+json", schema: .component("Problem"))])
        }
        var object: JSONObject = [
            "operationId": .string(identifier), "summary": .string(summary), "tags": [.string(tag)],
            "responses": .object(responses),
            "security": role.map { [["bearer": .array([.string($0.rawValue)])]] } ?? [],
        ]
        if !parameters.isEmpty {
            object["parameters"] = .array(
                parameters.map { $0.json(example: $0.place == .path ? examples[$0.name] : nil) })
        }
        if !request.isEmpty {
            object["requestBody"] = ["required": .bool(isRequestRequired), "content": Self.content(request)]
        }
        return .object(object)
    }

    private static func response(_ phrase: String, _ bodies: [Body]) -> JSONValue {
        var response: JSONObject = ["description": .string(phrase)]
        if !bodies.isEmpty { response["content"] = content(bodies) }
        return .object(response)
    }

    private static func content(_ bodies: [Body]) -> JSONValue {
        var content = JSONObject()
        for body in bodies { content[body.type] = ["schema": body.schema] }
        return .object(content)
    }

    /// The first word of the path.
    private var tag: String { String(path.split(separator: "/").first ?? "dashboard") }

    private var identifier: String {
        let words = path.split { !$0.isLetter && !$0.isNumber }
        return ([Substring(method.lowercased())] + words).joined(separator: "_")
    }
}

extension JSONValue {
    /// A reference to a schema of the document.
    static func component(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }
}
