/// An error of the registry in the form in which MLflow answers it.
struct FixtureError: Error {
    let status: Int
    let code: String
    let message: String

    static func missing(_ what: String) -> FixtureError {
        FixtureError(status: 404, code: "RESOURCE_DOES_NOT_EXIST", message: "\(what) not found")
    }

    static func invalid(_ message: String) -> FixtureError {
        FixtureError(status: 400, code: "INVALID_PARAMETER_VALUE", message: message)
    }

    static func exists(_ what: String) -> FixtureError {
        FixtureError(status: 400, code: "RESOURCE_ALREADY_EXISTS", message: "\(what) already exists.")
    }
}
