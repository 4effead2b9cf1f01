/// What a kind of change does, and to whom.
package struct ChangeProfile: Sendable, Hashable {
    /// Whether a reader made from the new catalogue reads what was written under the old one.
    package var backward: Effect
    /// Whether a reader made from the old catalogue reads what is written under the new one.
    package var forward: Effect
    /// Whether Swift that was written against the old generated code still compiles.
    package var source: Effect
    /// How a report judges it.
    package var judgement: Judgement
    /// The least part of the version that must rise where the change breaks nobody.
    package var bump: VersionBump
    /// One sentence: who is hit and why.
    package var meaning: String
    /// What to do instead, or next.
    package var advice: String

    /// Whether something goes on working.
    package enum Effect: Sendable, Hashable {
        case safe
        case breaks
    }

    /// How a report judges a kind of change.
    package enum Judgement: Sendable, Hashable {
        /// An error where it breaks a direction that the catalogue's `compatibility` asks for; else a note.
        case byCompatibility
        case error
        case warning
        case note
    }

    /// Which readers can no longer read, judged by direction.
    static func readers(
        backward: Effect = .safe, forward: Effect = .safe, source: Effect = .safe, _ meaning: String, _ advice: String
    ) -> ChangeProfile {
        ChangeProfile(
            backward: backward, forward: forward, source: source, judgement: .byCompatibility, bump: .minor,
            meaning: meaning, advice: advice)
    }

    /// Breaks nobody who only reads.
    static func harmless(
        source: Effect = .safe, bump: VersionBump = .minor, _ meaning: String, _ advice: String = ""
    ) -> ChangeProfile {
        ChangeProfile(
            backward: .safe, forward: .safe, source: source, judgement: .note, bump: bump, meaning: meaning,
            advice: advice)
    }

    /// Breaks nobody's reading, but somebody should look.
    static func warning(
        forward: Effect = .safe, source: Effect = .safe, bump: VersionBump = .minor, _ meaning: String,
        _ advice: String
    ) -> ChangeProfile {
        ChangeProfile(
            backward: .safe, forward: forward, source: source, judgement: .warning, bump: bump, meaning: meaning,
            advice: advice)
    }

    /// Refused whatever the mode.
    static func error(bump: VersionBump = .minor, _ meaning: String, _ advice: String) -> ChangeProfile {
        ChangeProfile(
            backward: .safe, forward: .safe, source: .safe, judgement: .error, bump: bump, meaning: meaning,
            advice: advice)
    }
}

/// How far a version must rise.
package enum VersionBump: Int, Sendable, Hashable, Comparable {
    case none
    case patch
    case minor
    case major

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The word for it.
    package var word: String {
        switch self {
        case .none: "none"
        case .patch: "patch"
        case .minor: "minor"
        case .major: "major"
        }
    }
}
