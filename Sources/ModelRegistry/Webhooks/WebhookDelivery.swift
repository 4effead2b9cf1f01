import EventBus

/// What MLflow says in a delivery: something happened to something.
package struct WebhookDelivery: Sendable, Hashable {
    /// What happened, as far as it matters here.
    package enum Occurrence: Sendable, Hashable {
        /// A version was made, maybe without its tags yet.
        case created(ModelVersionName)
        /// A version was given a tag, or lost it.
        case tagged(ModelVersionName, key: String)
        /// An alias points to a version now.
        case aliased(ModelVersionName)
        /// Nothing that an event follows from.
        case other
    }

    /// The entity, as MLflow writes it, e.g. `model_version`.
    package let entity: String
    /// What happened to it, e.g. `created`.
    package let action: String
    /// What it is about.
    package let occurrence: Occurrence

    /// Why a body is no delivery.
    package struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is missing or wrong, and where.
        package let description: String
    }

    /// Reads a body. Members that are not known are passed over, and so are entities and actions: MLflow may have new ones.
    ///
    /// - Throws: ``Malformed`` where it is no JSON, or lacks what its entity and action need.
    package init(parsing body: [UInt8]) throws(Malformed) {
        let json: JSONValue
        do throws(InvalidPayload) {
            json = try JSONValue(parsing: body, limits: JSONLimits(duplicateNames: .lastWins))
        } catch {
            throw Malformed(description: "this is not JSON: \(error)")
        }
        guard case .object(let object) = json else { throw Malformed(description: "this is no JSON object") }
        entity = try Self.text("entity", of: object, in: "")
        action = try Self.text("action", of: object, in: "")
        let data: JSONObject = if case .object(let data)? = object["data"] { data } else { [:] }
        func version() throws(Malformed) -> ModelVersionName {
            ModelVersionName(
                model: try Self.text("name", of: data, in: "data."),
                version: try Self.text("version", of: data, in: "data."))
        }
        occurrence =
            switch (entity, action) {
            case ("model_version", "created"): .created(try version())
            case ("model_version_tag", "set"), ("model_version_tag", "deleted"):
                .tagged(try version(), key: try Self.text("key", of: data, in: "data."))
            case ("model_version_alias", "created"): .aliased(try version())
            default: .other
            }
    }

    /// The version to look at; `nil` where nothing can follow from what happened.
    package var versionToReview: ModelVersionName? {
        switch occurrence {
        case .created(let version), .aliased(let version): version
        // What a review writes back is a tag as well, and must not lead to another review.
        case .tagged(let version, let key): RegistryTag.isWrittenBack(key) ? nil : version
        case .other: nil
        }
    }

    private static func text(_ name: String, of object: JSONObject, in place: String) throws(Malformed) -> String {
        guard case .string(let text)? = object[name], !text.isEmpty, text.utf8.count <= 1_024 else {
            throw Malformed(description: "\(place)\(name): this is a string of 1 to 1024 bytes")
        }
        return text
    }
}
