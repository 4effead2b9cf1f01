import Hummingbird
import NIOCore

/// What belongs to one request.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who makes it.
    var caller = Caller.nobody
    /// What is wrong with the token that was shown; a path that needs none passes it over.
    var refusal: Problem?
    /// Where the connection ends; its address stands in the log.
    let channel: any Channel
    /// The address at the other end, without its port.
    var address: String { channel.remoteAddress?.ipAddress ?? "unix" }
    /// What the address is counted as where callers are held to a rate.
    var network: ClientNetwork { ClientNetwork(channel.remoteAddress) }

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
