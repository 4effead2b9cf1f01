/// What documents and files for operators name before the part of the program that brings it is there.
enum Awaited {
    /// The first words of commands.
    static let commands: Set = ["load", "status", "token"]
    /// What the names of settings begin with.
    static let settings = "EVENTBUS_GATEWAY_"
    /// Files below `config/`.
    static let files: Set = ["prometheus/alerts.yml", "grafana/dashboard.json"]
}
