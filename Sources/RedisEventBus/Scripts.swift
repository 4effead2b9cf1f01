import RedisClient

/// The Lua scripts of the bus: each is a file in `Scripts/` whose head lists its keys, arguments, reply and invariants.
enum Scripts {
    static let append = RedisScript(
        name: "append.lua", source: String(decoding: PackageResources.append_lua, as: UTF8.self))
    /// With the whole of `append.lua` inside, so that an event is appended in one way, whoever appends it.
    static let relay = RedisScript(
        name: "relay.lua",
        source: String(decoding: PackageResources.relay_lua, as: UTF8.self).replacing(
            "--[[append.lua]]", with: append.source.drop { $0 != "\n" }))
    /// With the whole of `append.lua` inside, too.
    static let bridge = RedisScript(
        name: "bridge.lua",
        source: String(decoding: PackageResources.bridge_lua, as: UTF8.self).replacing(
            "--[[append.lua]]", with: append.source.drop { $0 != "\n" }))
    static let bridgeTake = RedisScript(
        name: "bridge_take.lua", source: String(decoding: PackageResources.bridge_take_lua, as: UTF8.self))
    static let bridgeBury = RedisScript(
        name: "bridge_bury.lua", source: String(decoding: PackageResources.bridge_bury_lua, as: UTF8.self))
    static let route = RedisScript(
        name: "route.lua", source: String(decoding: PackageResources.route_lua, as: UTF8.self))
    static let lease = RedisScript(
        name: "lease.lua", source: String(decoding: PackageResources.lease_lua, as: UTF8.self))
    static let admit = RedisScript(
        name: "admit.lua", source: String(decoding: PackageResources.admit_lua, as: UTF8.self))
    static let forget = RedisScript(
        name: "forget.lua", source: String(decoding: PackageResources.forget_lua, as: UTF8.self))
    static let trim = RedisScript(
        name: "trim.lua", source: String(decoding: PackageResources.trim_lua, as: UTF8.self))
    static let bury = RedisScript(
        name: "bury.lua", source: String(decoding: PackageResources.bury_lua, as: UTF8.self))
    static let queueTake = RedisScript(
        name: "queue_take.lua", source: String(decoding: PackageResources.queue_take_lua, as: UTF8.self))
    static let queueSettle = RedisScript(
        name: "queue_settle.lua", source: String(decoding: PackageResources.queue_settle_lua, as: UTF8.self))
    static let queueRenew = RedisScript(
        name: "queue_renew.lua", source: String(decoding: PackageResources.queue_renew_lua, as: UTF8.self))
    static let queueSight = RedisScript(
        name: "queue_sight.lua", source: String(decoding: PackageResources.queue_sight_lua, as: UTF8.self))
    static let queueRescue = RedisScript(
        name: "queue_rescue.lua", source: String(decoding: PackageResources.queue_rescue_lua, as: UTF8.self))
    static let queuePromote = RedisScript(
        name: "queue_promote.lua", source: String(decoding: PackageResources.queue_promote_lua, as: UTF8.self))
    static let queueRedrive = RedisScript(
        name: "queue_redrive.lua", source: String(decoding: PackageResources.queue_redrive_lua, as: UTF8.self))
    static let queueDiscard = RedisScript(
        name: "queue_discard.lua", source: String(decoding: PackageResources.queue_discard_lua, as: UTF8.self))
    static let pause = RedisScript(
        name: "pause.lua", source: String(decoding: PackageResources.pause_lua, as: UTF8.self))
    static let resume = RedisScript(
        name: "resume.lua", source: String(decoding: PackageResources.resume_lua, as: UTF8.self))
    static let redrive = RedisScript(
        name: "redrive.lua", source: String(decoding: PackageResources.redrive_lua, as: UTF8.self))
    static let reroute = RedisScript(
        name: "reroute.lua", source: String(decoding: PackageResources.reroute_lua, as: UTF8.self))
    static let discard = RedisScript(
        name: "discard.lua", source: String(decoding: PackageResources.discard_lua, as: UTF8.self))
    static let park = RedisScript(
        name: "park.lua", source: String(decoding: PackageResources.park_lua, as: UTF8.self))
    static let unpark = RedisScript(
        name: "unpark.lua", source: String(decoding: PackageResources.unpark_lua, as: UTF8.self))
    static let recover = RedisScript(
        name: "recover.lua", source: String(decoding: PackageResources.recover_lua, as: UTF8.self))
    static let charge = RedisScript(
        name: "charge.lua", source: String(decoding: PackageResources.charge_lua, as: UTF8.self))
    static let acknowledge = RedisScript(
        name: "acknowledge.lua", source: String(decoding: PackageResources.acknowledge_lua, as: UTF8.self))
    static let renew = RedisScript(
        name: "renew.lua", source: String(decoding: PackageResources.renew_lua, as: UTF8.self))
    static let due = RedisScript(
        name: "due.lua", source: String(decoding: PackageResources.due_lua, as: UTF8.self))
}
