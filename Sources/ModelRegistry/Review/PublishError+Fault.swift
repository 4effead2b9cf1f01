import EventBus

extension PublishError {
    /// Whether the catalogue's rules or limits refuse this very event: trying again is of no use, and others may pass.
    var isFaultOfEvent: Bool {
        switch cause {
        case is InvalidPayload, PublishObstacle.entryTooLarge?: true
        default: false
        }
    }
}
