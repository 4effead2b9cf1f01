/// What becomes of a claimed item.
enum ClaimEnd: Sendable {
    /// It is done.
    case done
    /// These bytes are tried again.
    case again([UInt8], takes: Int, after: Duration)
    /// It is given up on: this letter goes to the dead list.
    case dead(letter: [UInt8])
}
