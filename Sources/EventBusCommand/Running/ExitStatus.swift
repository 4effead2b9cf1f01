/// How the command ends; part of its interface, since scripts look at it.
enum ExitStatus: Int32, Sendable {
    /// Done.
    case success = 0
    /// It could not be done, or a check found something that breaks.
    case failure = 1
    /// What was given (a catalogue, a payload) is wrong.
    case invalidInput = 2
    /// The command line is wrong (`EX_USAGE`).
    case usage = 64
    /// Something that is needed can't be had: Redis does not answer, the gateway's port is taken (`EX_UNAVAILABLE`).
    case unavailable = 69
    /// The configuration is missing or wrong (`EX_CONFIG`).
    case misconfigured = 78

    /// The list that `--help` shows.
    static let help = """
        Exit status: 0 done, 1 failure or breaking change, 2 invalid catalogue or payload, 64 wrong usage, \
        69 Redis unavailable, 78 configuration missing or wrong.
        """
}
