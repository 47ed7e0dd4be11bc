"""What codes stand for: the rules of the page that fields come from, and what findings mean.

The static V-rules say it themselves, where they are defined; here are all others.
"""

from reconciler.manifest.rules import meanings

PAGE = {
    "R-01": "An account is put under management by declaring sync options for it.",
    "R-07": "A reseller's Parent Account is empty: its parent is the MSP.",
    "R-12": "The email is the login e-mail for the portal; the activation mail goes to it.",
    "R-15": "The user receives one activation mail from Acronis.",
    "R-16": "A reseller becomes a tenant of kind partner under the MSP.",
    "R-18": "One user account is created in the tenant.",
    "R-20": "A reseller's user has exactly three read-only administrator roles.",
    "R-23": "A reseller gets the same services and items as the MSP, in both billing modes.",
    "R-29": "A direct customer's parent is the MSP, so Parent Account stays empty.",
    "R-36": "The subscription's product decides which services are opened.",
    "R-37": "The tenant that is opened is a production tenant.",
    "R-38": "A customer becomes a tenant of kind customer.",
    "R-40": "A customer's user is company administrator.",
    "R-42": "Protection and File Sync & Share are unlimited.",
    "R-43": "Customers get the activation mail as well, unless activation is none.",
    "R-46": "An end customer's parent is by default the account it is billed to.",
    "R-52": "An end customer's tenant stands under its reseller's.",
    "D-02": "A username equal to the e-mail is a warning, and an error with --strict.",
    "D-03": "Login is the username, the contact e-mail is the email.",
    "D-04": "Resellers mirror the MSP; an end customer's services are its own once opened.",
    "D-05": "Customers get the activation mail as well, once.",
    "D-07": "An account has at most one subscription that is not cancelled per instance.",
    "D-08": "Licensing is chosen per service; at least one service is opened.",
    "D-09": "Tenants stay managed by the service provider; else the MSP would lock itself out.",
    "D-11": "A customer without a subscription is deferred: synchronized, without a tenant.",
    "D-12": "A customer takes one storage per service; several candidates need a choice.",
    "D-13": "Every managed tenant carries a stamp in internal_tag; customer_id is the BSS's id.",
    "D-15": "A tenant that was deleted outside is brought back, or made again if acknowledged.",
}
"""The page's rules that fields come from, and the decisions on what the page leaves open."""

FINDINGS = {
    "D-01": (
        "A role id of the manifest is offered by no service of the instance.",
        "Set roles.ROLE.access_policies to ids that the instance offers; the message lists them.",
    ),
    "D-10": (
        "The last subscription of a customer has left the manifests; its tenant stays as it is.",
        "Declare the subscription as cancelled to have the tenant disabled.",
    ),
    "D-14": (
        "A run set out to send an activation mail and never learnt whether it was accepted.",
        "Ask the recipient; reconciler resend ACCOUNT sends it again.",
    ),
    "I-01": (
        "A rule of drift.ignore has passed its last day and holds no more.",
        "Remove it, or give it another until.",
    ),
    "U-01": (
        "Something that a run has done cannot be undone, or must not be.",
        "The message says why; where the manifests can say otherwise, change them and apply.",
    ),
    "U-02": (
        "Something that a run has done was changed since, so an undo leaves it as it is.",
        "Settle it in the manifests, or by hand.",
    ),
    "V-17": (
        "An end customer's reseller has no tenant, and this plan does not make one.",
        "Settle what is said of the reseller first.",
    ),
    "V-19": (
        "The tenant above is locked or disabled, so nothing can be written below it.",
        "Have it unlocked or enabled.",
    ),
    "V-20": (
        "The instance's own tenant may not have partner tenants below it.",
        "Use an API client of a partner tenant, or ask Acronis for the multi-level option.",
    ),
    "V-34": (
        "The username is taken by a user that is not managed here, or not acceptable.",
        "Choose another; logins are unique over the whole platform.",
    ),
    "V-35": (
        "A tenant of that name is there or wanted by another account, or an adopted one is "
        "another account's or would get our stamp.",
        "Adopt it with accounts.ACCOUNT.adopt, choose another tenant_name, or --ack V-35.",
    ),
    "V-36": (
        "The username of an existing user differs; logins are not renamed.",
        "Write the old one, or delete the user in the portal to have the new one created.",
    ),
    "V-37": (
        "The e-mail of an existing user changes; the activation mail is not sent again.",
        "If the user has never activated it: reconciler resend ACCOUNT.",
    ),
    "V-45": (
        "The product's billing mode is not available to customers of the MSP.",
        "Choose another licensing, or have the edition switched on for the MSP.",
    ),
    "V-46": (
        "The product's billing mode is not available to customers of the reseller.",
        "Choose another licensing, or have the edition switched on for the reseller.",
    ),
    "V-47": (
        "A customer takes one storage per service, and nothing says which.",
        "Name a storage or a location on the product or the instance.",
    ),
    "V-48": (
        "The licensing of an existing tenant changes; quotas are reset.",
        "--ack V-48 if that is meant.",
    ),
    "V-50": (
        "A tenant goes into production: the whole current month is reported and billed.",
        "Apply on the first of a month if that matters.",
    ),
    "V-60": (
        "A tenant is deleted, with all that is below it; backups are deleted.",
        "--ack V-60:DIGEST if that is meant.",
    ),
    "V-61": (
        "A tenant is disabled; Acronis goes on billing what it stores.",
        "Delete it (accounts.ACCOUNT.state: absent) if it is not to be billed any more.",
    ),
    "V-62": (
        "A reseller with active customers is disabled or deleted; they stop working.",
        "--ack V-62:DIGEST if that is meant.",
    ),
    "V-63": (
        "A tenant that is to be deleted is still enabled; Acronis refuses that.",
        "Nothing is to be done: apply disables it first.",
    ),
    "V-64": (
        "A tenant would have to change its kind, its instance or its parent, or nobody could look "
        "whether the account has one on an instance that it has left.",
        "Change the manifest back, or declare a new account; or set all instances' credentials.",
    ),
    "V-65": (
        "Part of the live state, or a manifest file, cannot be seen, so nothing is disabled or "
        "deleted.",
        "Have the tenant switched back to managed or the file readable, or repeat the read.",
    ),
    "V-66": (
        "Somebody changed the object between reading and writing; it was read again, and the "
        "change would not mean the same any more.",
        "Plan again.",
    ),
    "V-67": (
        "A change of one account failed; what needs it is blocked, other accounts went on.",
        "The outcome holds the API's code and text. Mend that, and apply again.",
    ),
    "V-68": (
        "More than 30 % and more than 10 of the managed tenants would be touched at once.",
        "Look for a mistake in the manifests; --ack V-68 if it is meant.",
    ),
    "V-69": (
        "A tenant's stamp is doubtful: copied, doubled, moved, or somebody else's tag.",
        "Clear or correct internal_tag in the portal; --ack V-69 to manage a tenant that keeps its "
        "tag, without a stamp.",
    ),
    "V-70": (
        "The MSP has a service in one billing mode only; resellers mirror that one.",
        "Nothing is to be done.",
    ),
    "V-71": (
        "The tenant of a managed account was deleted, and the account is still wanted.",
        "reconciler restore ADDRESS within 30 days, or --ack V-71:DIGEST to make a new one.",
    ),
    "V-72": (
        "An item or a storage is switched off on an existing tenant; its data is deleted.",
        "--ack V-72 if that is meant.",
    ),
}
"""Findings of plan and apply: what is meant, and what to do."""


def codes() -> list[str]:
    """Every code that there is."""
    return sorted({*FINDINGS, *meanings(), *PAGE})


def meaning_of(code: str) -> tuple[str, str] | None:
    """What a code stands for and what to do about it; None for one that there is not."""
    wanted = code.upper()
    if wanted in FINDINGS:
        return FINDINGS[wanted]
    static = meanings().get(wanted)
    if static:
        return static, "The finding names the place and the value; correct it there."
    return (PAGE[wanted], "") if wanted in PAGE else None
