package import EventCatalogue

/// What a release adds to a lock.
package struct Release: Sendable {
    /// The lock with the new versions at its end.
    package let lock: CatalogueLock
    /// The versions that were added.
    package let added: [EventDefinition]
    /// The versions of which only who reads and writes them was recorded again.
    package let recorded: [EventDefinition]

    /// The folder of the kept examples, beside the lock.
    package static let goldensFolder = "golden"

    /// Adds versions of a catalogue's events to a lock.
    package init(
        of catalogue: Catalogue, onto lock: CatalogueLock, adding events: [EventDefinition],
        recording people: [EventDefinition] = []
    ) {
        var lock = lock
        lock.id = catalogue.id
        for event in events + people { lock.append(EventVersion(event, in: catalogue)) }
        self.lock = lock
        added = events
        recorded = people
    }
}
