import EventBus

/// What the fixture knows: experiments, runs, models, versions. Written by requests and by tests.
struct FixtureRegistry: Sendable {
    struct Run: Sendable {
        let experimentID: String
        var isDeleted = false
        var metrics: [String: Double] = [:]
        var tags: [String: String] = [:]
    }

    struct LoggedModel: Sendable {
        let runID: String?
        let metrics: [String: Double]
    }

    private(set) var experiments: [String] = ["Default"]
    var runs: [String: Run] = [:]
    var loggedModels: [String: LoggedModel] = [:]
    private(set) var models: [String: [FixtureVersion]] = [:]
    private var made = 0
    /// Milliseconds since 1970; each version is a little younger than the one before. Of now, since a reconciler does not look
    /// at what is long past.
    private var clock = 0
    /// How a new version begins; MLflow copies files before it is ready.
    var firstStatus = "READY"

    mutating func experiment(_ name: String) -> String {
        if let known = experiments.firstIndex(of: name) { return String(known) }
        experiments.append(name)
        return String(experiments.count - 1)
    }

    mutating func makeRun(_ run: Run) -> String {
        let id = nextID()
        runs[id] = run
        return id
    }

    mutating func makeLoggedModel(_ model: LoggedModel) -> String {
        let id = "m-" + nextID()
        loggedModels[id] = model
        return id
    }

    mutating func makeModel(_ name: String) throws {
        guard models[name] == nil else { throw FixtureError.exists("Registered Model (name=\(name))") }
        models[name] = []
    }

    mutating func makeVersion(
        _ name: String, source: String, runID: String?, modelID: String?, tags: [String: String], description: String?
    ) throws -> FixtureVersion {
        guard let versions = models[name] else { throw FixtureError.missing("Registered Model with name=\(name)") }
        clock = max(clock + 1, Int(Timestamp.now.microseconds / 1_000))
        let version = FixtureVersion(
            name: name, number: (versions.last?.number ?? 0) + 1, createdAt: clock, updatedAt: clock, source: source,
            runID: runID, modelID: modelID, status: firstStatus, tags: tags, description: description)
        models[name, default: []].append(version)
        return version
    }

    func version(_ name: String, _ number: String) throws -> FixtureVersion {
        guard let wanted = Int(number) else {
            throw FixtureError.invalid("Parameter 'version' must be an integer, got '\(number)'.")
        }
        guard let found = models[name]?.first(where: { $0.number == wanted }) else {
            throw FixtureError.missing("Model Version (name=\(name), version=\(number))")
        }
        return found
    }

    /// Changes a version. Setting a tag does not move `last_updated_timestamp`, as in MLflow.
    mutating func change(_ name: String, _ number: String, _ work: (inout FixtureVersion) -> Void) throws {
        _ = try version(name, number)
        guard var versions = models[name], let place = versions.firstIndex(where: { String($0.number) == number })
        else {
            return
        }
        work(&versions[place])
        models[name] = versions
    }

    mutating func removeVersion(_ name: String, _ number: String) {
        models[name]?.removeAll { String($0.number) == number }
    }

    func json(_ version: FixtureVersion) -> JSONValue {
        version.json(metrics: version.modelID.flatMap { loggedModels[$0]?.metrics } ?? [:])
    }

    var versions: [FixtureVersion] { models.values.flatMap { $0 } }

    /// 32 hexadecimal digits, another each time.
    private mutating func nextID() -> String {
        made += 1
        let digits = String(made, radix: 16)
        return "4f1c2a9be87d4c0f9a3e" + String(repeating: "0", count: 12 - digits.count) + digits
    }
}
