"""The tables: columns for whatever is asked for, so that no page has to be computed in Python.

Times are microseconds since 1970, ids are UUIDs, `seq` is the short number that rows refer to each
other by. A tenant's `path` holds the seqs from the root down to itself ("/1/2/7/"), so a subtree is
a range of paths; `barrier` is the level of the nearest tenant at or above it that keeps its
ancestors out (0: none), `outer_barrier` the same for its parent.
"""

TABLES = (
    "settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    """tenants (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent INTEGER NOT NULL,
        parent_id TEXT NOT NULL, path TEXT NOT NULL, level INTEGER NOT NULL,
        barrier INTEGER NOT NULL, outer_barrier INTEGER NOT NULL,
        kind TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL, version INTEGER NOT NULL,
        enabled INTEGER NOT NULL, customer_type TEXT NOT NULL, customer_id TEXT, internal_tag TEXT,
        language TEXT NOT NULL, default_idp_id TEXT NOT NULL, owner_id TEXT, lock_owner_id TEXT,
        ancestral_access INTEGER NOT NULL, enhanced_security INTEGER NOT NULL,
        pricing_mode TEXT NOT NULL, currency TEXT, pricing_version INTEGER NOT NULL,
        production_start INTEGER, mfa_status TEXT NOT NULL DEFAULT 'disabled',
        external_operation_status TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        deleted_at INTEGER)""",
    """contacts (
        id TEXT PRIMARY KEY, holder_id TEXT NOT NULL, main INTEGER NOT NULL, types TEXT NOT NULL,
        email TEXT NOT NULL, address1 TEXT, address2 TEXT, country TEXT, state TEXT, city TEXT,
        zipcode TEXT, phone TEXT, firstname TEXT, lastname TEXT, title TEXT, website TEXT,
        industry TEXT, organization_size TEXT, aan TEXT, fax TEXT, language TEXT,
        email_confirmed INTEGER NOT NULL, created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL) WITHOUT ROWID""",
    """locations (
        id TEXT PRIMARY KEY, owner_tenant_id TEXT NOT NULL, name TEXT NOT NULL,
        platform_owned INTEGER NOT NULL, version INTEGER NOT NULL)""",
    """infra (
        id TEXT PRIMARY KEY, owner_tenant_id TEXT NOT NULL, location_id TEXT NOT NULL,
        name TEXT NOT NULL, url TEXT NOT NULL, capabilities TEXT NOT NULL, backend_type TEXT,
        platform_owned INTEGER NOT NULL, version INTEGER NOT NULL, content_url TEXT,
        content_mobile_url TEXT)""",
    """items (
        seq INTEGER PRIMARY KEY, application_id TEXT NOT NULL, name TEXT NOT NULL, edition TEXT,
        usage_name TEXT NOT NULL, type TEXT NOT NULL, measurement_unit TEXT NOT NULL,
        infra_id TEXT)""",
    """offering_items (
        tenant INTEGER NOT NULL, item INTEGER NOT NULL, status INTEGER NOT NULL,
        quota_value INTEGER, quota_overage INTEGER, quota_version INTEGER NOT NULL,
        updated_at INTEGER NOT NULL, PRIMARY KEY (tenant, item)) WITHOUT ROWID""",
    """users (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, tenant INTEGER NOT NULL,
        tenant_id TEXT NOT NULL, login TEXT NOT NULL, login_key TEXT NOT NULL,
        version INTEGER NOT NULL, enabled INTEGER NOT NULL, activated INTEGER NOT NULL,
        language TEXT NOT NULL, idp_id TEXT NOT NULL, external_id TEXT, origin_id TEXT,
        origin_external_id TEXT, disable_after TEXT, personal_tenant_id TEXT,
        business_types TEXT NOT NULL, notifications TEXT NOT NULL, password TEXT,
        mfa_status TEXT NOT NULL DEFAULT 'disabled', created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL, deleted_at INTEGER)""",
    """access_policies (
        seq INTEGER PRIMARY KEY, user INTEGER NOT NULL, tenant_id TEXT NOT NULL,
        role_id TEXT NOT NULL, issuer_id TEXT NOT NULL, resource_server_id TEXT,
        resource_namespace TEXT, resource_path TEXT, created_at INTEGER NOT NULL)""",
    """clients (
        id TEXT PRIMARY KEY, tenant INTEGER NOT NULL, secret TEXT NOT NULL, type TEXT NOT NULL,
        name TEXT NOT NULL, role_id TEXT NOT NULL, auth_method TEXT NOT NULL, status TEXT NOT NULL,
        created_by TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER,
        data TEXT NOT NULL DEFAULT '{}', redirect_uris TEXT NOT NULL DEFAULT '[]',
        origin_id TEXT)""",
    "revoked_tokens (family TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID",
    """one_time_tokens (
        ott TEXT PRIMARY KEY, user_id TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID""",
    """device_codes (
        device_code TEXT PRIMARY KEY, user_code TEXT NOT NULL UNIQUE, client_id TEXT NOT NULL,
        display_name TEXT NOT NULL, scope TEXT NOT NULL, expires INTEGER NOT NULL,
        user_id TEXT) WITHOUT ROWID""",
    """bindings (
        tenant INTEGER NOT NULL, application_id TEXT NOT NULL,
        PRIMARY KEY (tenant, application_id)) WITHOUT ROWID""",
    """application_settings (
        tenant INTEGER NOT NULL, application_id TEXT NOT NULL, name TEXT NOT NULL,
        value TEXT NOT NULL, locked INTEGER NOT NULL, exclusive INTEGER NOT NULL,
        PRIMARY KEY (tenant, application_id, name)) WITHOUT ROWID""",
    """item_prices (
        tenant INTEGER NOT NULL, application_id TEXT NOT NULL, name TEXT NOT NULL,
        infra_id TEXT NOT NULL, price TEXT NOT NULL, version INTEGER NOT NULL,
        PRIMARY KEY (tenant, application_id, name, infra_id)) WITHOUT ROWID""",
    """usages (
        tenant INTEGER NOT NULL, item INTEGER NOT NULL, value INTEGER NOT NULL,
        PRIMARY KEY (tenant, item)) WITHOUT ROWID""",
    """reports (
        id TEXT PRIMARY KEY, tenant INTEGER NOT NULL, version INTEGER NOT NULL,
        report TEXT NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID""",
    """stored_reports (
        id TEXT PRIMARY KEY, report_id TEXT NOT NULL, format TEXT NOT NULL, data BLOB NOT NULL,
        created_at INTEGER NOT NULL) WITHOUT ROWID""",
    """registration_tokens (
        id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, tenant INTEGER NOT NULL,
        scopes TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL)""",
    """mails (
        seq INTEGER PRIMARY KEY, user_id TEXT NOT NULL, login TEXT NOT NULL, email TEXT NOT NULL,
        at INTEGER NOT NULL)""",
    """requests (
        n INTEGER PRIMARY KEY AUTOINCREMENT, method TEXT NOT NULL, path TEXT NOT NULL,
        query TEXT NOT NULL, status INTEGER, client_id TEXT)""",
    """faults (
        id INTEGER PRIMARY KEY, fault TEXT NOT NULL, seen INTEGER NOT NULL DEFAULT 0,
        fired INTEGER NOT NULL DEFAULT 0)""",
    "undo (n INTEGER PRIMARY KEY, statement TEXT NOT NULL)",
)

INDEXES = (
    "UNIQUE INDEX tenants_by_level ON tenants (level, seq)",
    "INDEX tenants_by_path ON tenants (path)",
    "INDEX tenants_by_parent ON tenants (parent, seq)",
    """INDEX tenant_names ON tenants (name_key, parent)
        WHERE deleted_at IS NULL AND owner_id IS NULL""",
    "INDEX contacts_by_holder ON contacts (holder_id, main)",
    "INDEX offering_items_by_item ON offering_items (item, tenant)",
    "INDEX users_by_tenant ON users (tenant)",
    "UNIQUE INDEX user_logins ON users (login_key) WHERE deleted_at IS NULL",
    "INDEX users_by_external_id ON users (external_id) WHERE external_id IS NOT NULL",
    "INDEX access_policies_by_user ON access_policies (user)",
    "INDEX clients_by_tenant ON clients (tenant)",
    "INDEX reports_by_tenant ON reports (tenant)",
    "INDEX stored_reports_by_report ON stored_reports (report_id)",
    "INDEX registration_tokens_by_tenant ON registration_tokens (tenant)",
)

TABLE_NAMES = tuple(table.split()[0] for table in TABLES)
