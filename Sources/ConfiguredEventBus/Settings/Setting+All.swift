extension Setting {
    /// The whole address of Redis; it wins over host, port and token.
    public static let redisURL = Setting(
        ["redis", "url"], flag: "--redis-url",
        "Address of Redis: redis://, rediss:// (TLS) or unix://path; without a scheme it is redis://.",
        example: "redis://localhost:6379/0", visibility: .openButPassword)

    /// The host of Redis, where no whole address is given.
    public static let redisHost = Setting(
        ["redis", "host"], "Host of Redis, instead of REDIS_URL.", example: "localhost")

    /// The port of Redis, where no whole address is given.
    public static let redisPort = Setting(
        ["redis", "port"], "Port of Redis, used with REDIS_HOST.", default: "6379", example: "6379")

    /// The password of Redis.
    public static let redisAuthToken = Setting(
        ["redis", "auth_token"], "Password of Redis; used with REDIS_HOST, or with a REDIS_URL that has none.",
        example: "change-me", visibility: .secret)

    /// Whether the connection to `redis.host` is encrypted.
    public static let redisTLSEnabled = Setting(
        ["redis", "tls_enabled"], "Whether the connection to REDIS_HOST uses TLS: true or false.", default: "false",
        example: "true")

    /// The transport that the publisher and the consumer use.
    public static let queueType = Setting(
        ["message", "queue_type"], "Transport of the bus: redis.", default: "redis", example: "redis")

    /// The work queue that a worker takes from.
    public static let queueName = Setting(
        ["message", "queue_name"], "Work queue (Redis list) that a worker of this process takes from.",
        example: "hokusai:model_ready_queue")

    /// How often a publish is tried again.
    public static let retryMaximum = Setting(
        ["message", "retry_max"],
        "How often a publish that failed is tried again, 0 to 100; where an answer was lost, the log is searched first.",
        default: "3", example: "3")

    /// The first delay between two tries of a publish.
    public static let retryBaseDelay = Setting(
        ["message", "retry_base_delay"],
        "Delay before the first repetition of a publish, doubled each time up to 30 s; seconds, or with a unit (250ms, 2s).",
        default: "1.0", example: "1.0")

    /// The configuration file.
    public static let configurationFile = Setting(
        ["eventbus", "config"], flag: "--config", "Path of the configuration file.", default: "config/eventbus.yaml",
        example: "config/eventbus.yaml", scope: .environmentOnly)

    /// The first word of every key of the bus.
    public static let namespace = Setting(
        ["eventbus", "namespace"], flag: "--namespace",
        "First word of every Redis key of the bus. Lists and channels of routes do not have it: two buses on one Redis need catalogues whose routes differ.",
        default: "hokusai", example: "hokusai")

    /// The catalogue of events.
    public static let catalogue = Setting(
        ["eventbus", "catalogue"], flag: "--catalogue",
        "Path of the catalogue: a file or a folder of *.catalogue.yaml.",
        default: "schemas", example: "schemas")

    /// Who this process is, in the events that it publishes.
    public static let source = Setting(
        ["eventbus", "source"], flag: "--source",
        "Name of this service in the events that it publishes (CloudEvents source).",
        default: "/eventbus", example: "/model-registry")

    /// The ACL user.
    public static let redisUsername = Setting(
        ["eventbus", "redis_username"], "ACL user of Redis; used with REDIS_HOST, or with a REDIS_URL that names none.",
        example: "eventbus")

    /// The database number.
    public static let redisDatabase = Setting(
        ["eventbus", "redis_database"], "Database number, used with REDIS_HOST, 0 to 1023.", default: "0", example: "0")

    /// Certificates that are trusted besides the system's.
    public static let tlsCAFile = Setting(
        ["eventbus", "tls_ca_file"], "PEM file of the authority that signed the server's certificate.",
        example: "certificates/ca.pem")

    /// The client's certificate.
    public static let tlsCertificateFile = Setting(
        ["eventbus", "tls_certificate_file"], "PEM file of this client's certificate; needs the key file too.",
        example: "certificates/client.pem")

    /// The key of the client's certificate.
    public static let tlsKeyFile = Setting(
        ["eventbus", "tls_key_file"], "PEM file of the private key of this client's certificate.",
        example: "certificates/client-key.pem")

    /// How long connecting may take.
    public static let connectTimeout = Setting(
        ["eventbus", "connect_timeout"], "Longest time to connect; seconds, or with a unit.", default: "5s",
        example: "5s")

    /// How long one command may take.
    public static let commandTimeout = Setting(
        ["eventbus", "command_timeout"], "Longest time to wait for a reply; seconds, or with a unit.", default: "10s",
        example: "10s")

    /// How many failures in a row open the circuit breaker.
    public static let breakerFailures = Setting(
        ["eventbus", "breaker_failures"],
        "How many failures in a row open the circuit breaker, so that commands fail at once: 1 to 1000.", default: "8",
        example: "8")

    /// How long the circuit stays open.
    public static let breakerOpenTime = Setting(
        ["eventbus", "breaker_open_time"],
        "How long the circuit stays open before one attempt is let through; seconds, or with a unit.", default: "2s",
        example: "2s")

    /// From which part of `maxmemory` on nothing is published.
    public static let memoryHighWater = Setting(
        ["eventbus", "memory_high_water"],
        "Part of Redis's maxmemory from which on publishing is refused, so that retries and dead letters keep room: 0.1 to 1.",
        default: "0.9", example: "0.9")

    /// How large an event may be.
    public static let maximumEventBytes = Setting(
        ["eventbus", "max_event_bytes"],
        "Largest event that is published, attributes and payload together, in bytes: 1024 to 67108864.",
        default: "1048576", example: "1048576")

    /// Within what time an entry is to be delivered.
    public static let deliveryTarget = Setting(
        ["eventbus", "delivery_target"],
        "Within what time of its append an entry is to be handled, or routed, to count as delivered in time; 1ms to 1h, in seconds or with a unit.",
        default: "1s", example: "1s")

    /// The folder of the private Redis.
    public static let embeddedFolder = Setting(
        ["eventbus", "embedded_folder"], "Folder of the private Redis that --embedded starts.", default: ".eventbus",
        example: ".eventbus")

    /// The file of the outbox.
    public static let outboxPath = Setting(
        ["eventbus", "outbox_path"], flag: "--path",
        "SQLite file that keeps events while Redis is away; no outbox unless set.", example: "outbox.sqlite")

    /// How many events the outbox may keep.
    public static let outboxMaximumEvents = Setting(
        ["eventbus", "outbox_max_events"], "How many events the outbox keeps at most.", default: "100000",
        example: "100000")

    /// How many bytes the outbox may keep.
    public static let outboxMaximumBytes = Setting(
        ["eventbus", "outbox_max_bytes"], "How many bytes of payload the outbox keeps at most.", default: "268435456",
        example: "268435456")

    /// The lists that `eventbus serve` brings into the log.
    public static let bridgeLists = Setting(
        ["eventbus", "bridge_lists"],
        "Lists of deployed services that `eventbus serve` brings into the log, with commas between; list=event where the messages do not say which event they are.",
        example: "hokusai:token_deployed_queue=deployed")

    /// How much is logged.
    public static let logLevel = Setting(
        ["eventbus", "log_level"], flag: "--log-level",
        "Least level that is logged: trace, debug, info, notice, warning, error or critical.", default: "warning",
        example: "info")

    /// How log lines are written.
    public static let logFormat = Setting(
        ["eventbus", "log_format"], flag: "--log-format",
        "How log lines are written: text, or json (one object a line).", default: "text", example: "json")

    /// Every setting, in the order in which they are shown.
    public static let all: [Setting] =
        [
            redisURL, redisHost, redisPort, redisAuthToken, redisTLSEnabled,
            queueType, queueName, retryMaximum, retryBaseDelay,
            configurationFile, namespace, catalogue, source,
            redisUsername, redisDatabase, tlsCAFile, tlsCertificateFile, tlsKeyFile,
            connectTimeout, commandTimeout, breakerFailures, breakerOpenTime, memoryHighWater, maximumEventBytes,
            deliveryTarget, embeddedFolder,
            outboxPath, outboxMaximumEvents, outboxMaximumBytes, bridgeLists, logLevel, logFormat,
        ] + gateway + models
}
