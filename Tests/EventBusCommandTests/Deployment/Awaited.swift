/// What documents and files for operators name before the gateway's tokens and settings are there.
enum Awaited {
    /// The first words of commands.
    static let commands: Set = ["token"]
    /// What the names of settings begin with.
    static let settings = "EVENTBUS_GATEWAY_"
}
