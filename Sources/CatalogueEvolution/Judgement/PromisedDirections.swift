import EventCatalogue

/// Which readers must go on reading: what the catalogue asks for, and what was asked for when the old state was made. Who
/// asks for less lets go in one release and changes in the next.
struct PromisedDirections {
    let backward: Bool
    let forward: Bool
    /// Whether it holds for every released version of the same major, and not only for the last.
    let isTransitive: Bool

    init(_ modes: CatalogueDefaults.Compatibility...) {
        backward = modes.contains(where: \.asksForBackward)
        forward = modes.contains(where: \.asksForForward)
        isTransitive = modes.contains(where: \.isTransitive)
    }

    init(_ old: EventVersion, _ new: EventVersion) {
        self.init(old.catalogue.defaults.compatibility, new.catalogue.defaults.compatibility)
    }

    /// Whether a kind of change breaks readers that must go on reading.
    func isBroken(by profile: ChangeProfile) -> Bool {
        (profile.backward == .breaks && backward) || (profile.forward == .breaks && forward)
    }
}
