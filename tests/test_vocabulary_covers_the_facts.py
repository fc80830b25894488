"""
The vocabulary says what real documents say.

For each of twelve documents of the field, the words that its clauses need, in all its versions,
in our own vocabulary: a term that is dropped or renamed fails here, by the name of the document
that needs it. Named companies and products are a policy's own words and are not listed.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from policykit.library import load
from policykit.vocabulary import Vocabulary, vocabulary
from policykit.vocabulary.commitments import problem
from tests.conftest import ROOT
from tests.writing import problems

NEEDED: dict[str, dict[str, str]] = {
    "37signals privacy policy": {
        "personal_data": "personal_data user_content account_data billing_address "
        "tax_information signup_ip_address ad_interaction_data hashed_email",
        "recipients": "law_enforcement public_authority tax_authority ad_network "
        "business_successor",
        "purposes": "data_sale anti_spam ad_suppression advertising tax_audit",
        "instrument": "search_warrant criminal_subpoena court_order emergency_request "
        "mlat_request preservation_order civil_subpoena national_security_letter fisa_order",
        "trigger": "merger_or_sale tax_audit arrives_from_ad",
        "service": "email_service project_management",
        "conditions": "emergency gag_order authority_in required_by_law permitted_by_law service",
    },
    "Discord privacy policy": {
        "personal_data": "personal_data aggregated_data user_content call_content screen_share "
        "thumbnails government_id bank_account reported_content large_group_content "
        "demographic_data ad_interaction_data account_data",
        "recipients": "business_successor group_company business_partner group_members public "
        "payment_provider hosting_provider ad_network public_authority third_party",
        "purposes": "data_sale legal_compliance rights_protection property_protection "
        "personal_safety liability_avoidance payment_processing hosting own_advertising "
        "ad_measurement terms_enforcement abuse_investigation transcription age_appeal "
        "product_development sponsored_content",
        "instrument": "statutory_duty voluntary_request enforceable_request "
        "national_security_demand emergency_request legal_process",
        "trigger": "merger_or_sale insolvency deal_considered posts posts_publicly sells",
        "data_subjects": "seller user",
        "rights": "access",
        "legal_bases": "eu_us_privacy_shield swiss_us_privacy_shield standard_contractual_clauses "
        "adequacy_decision eu_us_dpf uk_extension swiss_us_dpf",
        "origin": "from_advertiser from_data_provider",
        "conditions": "good_faith_belief believed_required required_by_law emergency gag_order "
        "notice_feasible origin",
    },
    "Firefox terms of use": {
        "personal_data": "input_data user_content usage_data search_queries page_content",
        "recipients": "group_company business_successor search_provider public_authority "
        "network_provider",
        "purposes": "user_requested_task service_provision search search_suggestions summarisation "
        "infrastructure",
        "instrument": "legal_process",
        "conduct": "infringement unlawful_conduct",
        "service": "browser vpn",
        "conditions": "conduct believed_valid violates_terms service",
    },
    "GitHub privacy statement": {
        "personal_data": "personal_data aggregated_data deidentified_data access_log username "
        "usage_data device_data contact_data account_data private_repository source_code "
        "input_data ai_output non_essential_cookies essential_cookies public_content",
        "recipients": "third_party chosen_third_party processor subprocessor business_successor "
        "law_enforcement public_authority regulator court organisation organisation_owner "
        "personnel advertiser fraud_prevention_body group_company business_partner reseller "
        "app_developer other_users public",
        "purposes": "data_sale data_rental data_exchange third_party_commercial_use "
        "payment_processing customer_support network_transmission advertising "
        "incident_response service_integrity "
        "malware_detection security cross_context_advertising fraud_prevention attack_defence "
        "marketing order_fulfilment billing technical_support legal_compliance hosting "
        "social_features analytics product_development ai_training recipient_own_purposes "
        "personal_safety",
        "instrument": "subpoena court_order search_warrant administrative_order legal_process "
        "voluntary_request",
        "trigger": "merger_or_sale joins_organisation added_by_organisation security_incident "
        "asks_support suspected_misuse instructs sets_visibility",
        "consent": "explicit opt_out_not_used",
        "rights": "access erasure rectification opt_out_of_sale non_discrimination",
        "legal_bases": "eu_us_privacy_shield swiss_us_safe_harbor standard_contractual_clauses "
        "eu_us_dpf uk_extension swiss_us_dpf legitimate_interest consent",
        "service": "marketing_pages code_hosting",
        "origin": "from_third_party from_vendor",
        "conditions": "good_faith_belief emergency gag_order consent_required automated "
        "security_threat service origin believed_valid",
    },
    "GitHub guidelines for legal requests": {
        "personal_data": "username email_address billing_data registration_data signup_ip_address "
        "login_ip_address ip_address access_log location_history repository_settings "
        "browsing_history usage_data private_content private_repository security_keys",
        "recipients": "law_enforcement civil_litigant account_owner",
        "instrument": "subpoena civil_investigative_demand metadata_order court_order "
        "search_warrant emergency_request legal_process",
        "offence": "abortion_offence",
        "investigation": "criminal civil",
        "conditions": "investigation probable_cause emergency gag_order ongoing_investigation "
        "requester_attests",
    },
    "LINE privacy policy": {
        "personal_data": "personal_data name username profile_photo biography user_id "
        "language_setting advertising_id inferred_attributes message_content hashed_email "
        "hashed_phone ip_address transaction_history browsing_history pseudonymous_id",
        "recipients": "processor subprocessor payment_provider police law_enforcement court "
        "third_party public group_company business_successor business_partner official_account "
        "advertiser",
        "purposes": "infrastructure payment_processing shipping customer_support advertising "
        "ad_measurement business_messages statistics",
        "instrument": "search_warrant legal_process emergency_request statutory_duty",
        "trigger": "interacts_with_business merger_or_sale legal_proceedings",
        "consent": "explicit",
        "legal_bases": "eu_jp_adequacy standard_contractual_clauses apec_cbpr",
        "origin": "from_partner",
        "conditions": "good_faith_belief believed_required believed_permitted permitted_by_law "
        "emergency danger_to_property origin",
    },
    "Proton privacy policy": {
        "personal_data": "ip_address login_ip_address email_address phone_number correspondents "
        "email_subject message_times message_counts storage_used login_history email_content "
        "encrypted_content files calendar_events account_data support_ticket financial_data name "
        "card_last_digits push_token diagnostic_data device_data",
        "recipients": "payment_provider processor group_company public_authority "
        "content_delivery_provider third_party",
        "purposes": "contact_verification anti_spam bot_detection service_provision "
        "fraud_prevention abuse_investigation payment_processing customer_support "
        "legal_compliance attack_defence criminal_investigation push_notification "
        "content_delivery fault_finding service_improvement",
        "instrument": "enforceable_request court_order monitoring_order",
        "offence": "crime",
        "investigation": "criminal",
        "consent": "explicit",
        "data_subjects": "visitor",
        "legal_bases": "legitimate_interest consent contract legal_obligation "
        "standard_contractual_clauses binding_corporate_rules adequacy_decision",
        "service": "vpn email_service",
        "conditions": "violates_terms feature_enabled authority_in investigation gag_order service",
    },
    "Reddit privacy policy": {
        "personal_data": "ip_address signup_ip_address device_settings mobile_carrier face_scan "
        "precise_location account_data public_content public_votes aggregated_data name username "
        "profile_photo biography",
        "recipients": "public_authority third_party app_developer api_user community_moderator "
        "data_broker public",
        "purposes": "data_sale cross_context_advertising content_licensing",
        "instrument": "statutory_duty legal_process voluntary_request emergency_request",
        "trigger": "instructs posts_publicly",
        "consent": "parental_consent",
        "data_subjects": "child_user",
        "legal_bases": "eu_us_privacy_shield swiss_us_privacy_shield standard_contractual_clauses "
        "eu_us_dpf",
        "conditions": "believed_required believed_permitted emergency gag_order for_payment",
    },
    "Signal privacy policy": {
        "personal_data": "phone_number name profile_photo message_content encrypted_content "
        "call_content hashed_contact support_ticket personal_data",
        "recipients": "verification_provider recipient",
        "purposes": "registration contact_verification legal_compliance terms_enforcement "
        "fraud_prevention security rights_protection personal_safety",
        "instrument": "statutory_duty legal_process enforceable_request",
        "consent": "explicit",
        "conditions": "consent good_faith_belief",
    },
    "Telegram privacy policy": {
        "personal_data": "phone_number ip_address screen_name profile_photo username biography "
        "email_address cloud_chat_content secret_chat_messages secret_chat_logs media files "
        "contact_phone_number contact_name cookies app_data former_username reported_content "
        "message_text voice_recording video_message_audio payment_card payment_token "
        "postal_address group_membership inline_queries language_setting live_location "
        "date_of_birth business_location opening_hours paid_content face_scan age_estimate "
        "phone_prefix channels_followed bot_messages contact_list",
        "recipients": "public public_authority bot_developer payment_provider merchant "
        "other_users business_users group_company chosen_users nearby_users moderators "
        "translation_provider transcription_provider representative",
        "purposes": "registration findability account_recovery login_code multi_device_access "
        "search contact_notification security anti_spam phishing_prevention terms_enforcement "
        "targeted_advertising contextual_advertising local_advertising payment_processing shipping "
        "service_provision service_improvement customer_support law_enforcement translation "
        "transcription reminders age_check fraud_prevention",
        "instrument": "court_order judicial_order",
        "offence": "terrorism crime",
        "suspicion": "confirmed_suspect",
        "trigger": "uses_bot pays places_order instructs posts_publicly shares_location "
        "makes_visible_nearby asks_translation auto_translates asks_transcription reports "
        "asks_to_join other_user_connects_bot",
        "consent": "explicit",
        "data_subjects": "premium_user business_user contact_of_user user",
        "rights": "access portability erasure rectification restriction objection "
        "complaint_to_authority representative_contact",
        "legal_bases": "legitimate_interest standard_contractual_clauses",
        "service": "public_channels bots",
        "conditions": "violates_terms feature_enabled required_by_law large_audience service",
    },
    "Telegram terms of service": {
        "personal_data": "account_status transaction_history public_content user_content "
        "email_content",
        "recipients": "app_store merchant public_authority group_company",
        "purposes": "data_scraping ai_training",
        "instrument": "dsa_order court_order",
        "offence": "child_sexual_abuse drug_trafficking arms_trafficking document_forgery",
        "trigger": "asks_refund",
        "conduct": "spam scam promoting_violence illegal_pornography illegal_in_most_countries "
        "scraping ai_scraping",
        "service": "public_channels bots paid_tier",
        "conditions": "conduct publicly_viewable service",
    },
    "Wikimedia privacy policy": {
        "personal_data": "ip_address user_agent access_log session_cookie personal_data "
        "temporary_account_name public_content username email_address",
        "recipients": "law_enforcement court third_party internet_provider public_authority "
        "business_successor public",
        "purposes": "data_sale data_rental marketing block_targeting complaint_to_provider "
        "abuse_investigation rights_protection property_protection personal_safety",
        "instrument": "subpoena search_warrant court_order statutory_duty administrative_order "
        "judicial_order enforceable_request",
        "trigger": "merger_or_sale edits_without_account",
        "consent": "explicit",
        "conduct": "vandalism persistent_disruption",
        "legal_bases": "consent_by_use legitimate_interest legal_obligation",
        "conditions": "believed_valid gag_order emergency notice_feasible conduct consent",
    },
}
"""By document, the terms of each list, and the conditions, that its clauses need."""

PROMISED: dict[str, dict[str, Any]] = {
    "37signals privacy policy": {
        "user_notice": ["none", "before", "when_received"],
        "retention_max": ["permanent", "while_active"],
        "deletion_within": ["P60D"],
        "destroyed_without_order": [True],
        "minimum_necessary": [True],
        "mlat_required": [True],
        "change_notice_days": [10],
    },
    "Discord privacy policy": {
        "user_notice": ["none"],
        "notice_attempt": ["before", "may"],
        "transparency_report": [True],
        "consistent_with_policy": [True],
        "minimum_necessary": [True],
        "inactivity_deletion_after": ["P2Y"],
        "retention_after_case": ["P60D"],
        "retention_max": ["as_needed"],
        "response_within": ["P30D"],
        "change_announced": [True],
        "opt_out_offered": [True],
        "minimum_age": [13],
        "local_minimum_age": [True],
        "controller": ["a company"],
        "representative": ["a firm"],
        "forum": ["a body for disputes"],
    },
    "Firefox terms of use": {
        "licence_scope": ["nonexclusive, royalty-free, worldwide"],
        "no_ownership": [True],
        "incorporates": ["a privacy notice"],
        "retention_max": ["P25M", "P90D"],
        "deletion_within": ["P30D"],
        "on_device_processing": [True],
        "global_privacy_control": [True],
    },
    "GitHub privacy statement": {
        "processor_contract": [True],
        "onward_liability": [True],
        "confidentiality": [True],
        "successor_bound": [True],
        "consistent_with_policy": [True],
        "recipients_published": [True],
        "opt_out_offered": [True],
        "global_privacy_control": [True],
        "user_notice": ["before", "none"],
        "notice_attempt": ["before"],
        "notice_channel": ["the site or email"],
        "change_notice_days": [30],
        "deletion_within": ["P90D", "P30D"],
        "inactivity_deletion_after": ["never"],
        "retention_max": ["while_active", "as_law_requires"],
        "minimum_age": [13],
        "local_minimum_age": [True],
        "certification": ["a scheme"],
        "arbitration": [True],
        "response_within": ["P45D"],
        "response_extension": ["P45D"],
        "free_requests_per_year": [2],
        "deidentified": ["where_feasible"],
        "recipient_policy": ["that of the affiliate"],
        "incorporates": ["guidelines for requests"],
        "controller": ["one company here, another elsewhere"],
    },
    "GitHub guidelines for legal requests": {
        "user_notice": ["before", "after"],
        "copy_of_request": [True],
        "minimum_necessary": [True],
        "attestation_required": [True],
        "complies_with": ["California Assembly Bill 1242"],
    },
    "LINE privacy policy": {
        "processor_contract": [True],
        "recipient_vetted": [True],
        "minimum_necessary": [True],
        "protection_standard": ["eight principles of the OECD"],
        "transparency_report": [True],
        "retention_max": ["temporary", "while_active", "as_law_requires"],
        "minimum_age": [13, 16],
        "privacy_officer": ["a chief privacy officer"],
        "representative": ["a firm"],
        "controller": ["a company"],
    },
    "Proton privacy policy": {
        "hashed": [True],
        "off_by_default": [True],
        "retention_max": ["temporary", "permanent", "until_user_deletes", "while_enabled"],
        "deletion_within": ["P0D"],
        "backup_max": ["P30D"],
        "anonymous_payment_offered": [True],
        "owned_servers": [True],
        "encrypted_at_rest": [True],
        "original_order_required": [True],
        "formal_service_required": [True],
        "no_decryption": [True],
        "challenge_overbroad": ["may", "will"],
        "user_notice": ["before", "none"],
        "notice_by_authority": [True],
        "notice_channel": ["a blog"],
        "transparency_report": [True],
        "use_is_acceptance": [True],
        "processor_contract": [True],
        "governing_law": ["the law of Switzerland"],
        "complies_with": ["the Digital Services Act"],
        "representative": ["a company in the group"],
    },
    "Reddit privacy policy": {
        "notice_attempt": ["before"],
        "retention_max": ["P100D"],
        "deletion_within": ["P90D"],
        "deletion_starts_within": ["P90D"],
        "not_stored": [True],
        "minimum_age": [13],
        "local_minimum_age": [True],
        "representative": ["a company"],
    },
    "Signal privacy policy": {
        "end_to_end_encryption": [True],
        "retention_max": ["as_needed"],
        "recipient_policy": ["that of the provider"],
        "user_notice": ["none"],
        "minimum_age": [13],
        "local_minimum_age": [True],
        "forum": ["courts of California"],
        "use_is_acceptance": [True],
    },
    "Telegram privacy policy": {
        "end_to_end_encryption": [True],
        "encrypted_at_rest": [True],
        "keys_split": [True],
        "owned_servers": [True],
        "host_has_no_access": [True],
        "retention_max": ["as_needed", "P12M", "PT48H", "permanent", "while_active"],
        "inactivity_deletion_after": ["P6M", "P18M"],
        "user_adjustable": [True],
        "delete_for_all_window": ["PT48H"],
        "default_audience": ["contacts"],
        "first_use_warning": [True],
        "shown_in_interface": [True],
        "onward_sharing_warning": [True],
        "technical_measures": [True],
        "contextual_ads_only": [True],
        "not_disclosed_to_advertisers": [True],
        "minimum_audience": [1000],
        "deleted_on_request": [True],
        "recipient_use_limited": [True],
        "recipient_keeps_no_log": [True],
        "not_linked_to_account": [True],
        "not_stored": [True],
        "legal_review": [True],
        "transparency_report_every": ["P6M", "P3M"],
        "user_notice": ["none"],
        "revocable": [True],
        "on_device_processing": [True],
        "single_purpose": [True],
        "minimum_age": [18],
        "effective_on_posting": [True],
        "representative": ["a firm"],
        "contact": ["an address"],
        "incorporates": ["guidance for users in the EU"],
    },
    "Telegram terms of service": {
        "minimum_age": [16, 18],
        "change_notice_days": [30],
        "notice_channel": ["a message in the app"],
        "recurring_payment_every": ["P1M", "P1Y"],
        "incorporates": ["terms of content licensing"],
        "complies_with": ["the Digital Services Act"],
        "representative": ["a firm"],
        "request_languages": ["English and French"],
        "retention_max": ["P7D"],
        "deletion_within": ["P30D"],
        "keys_split": [True],
    },
    "Wikimedia privacy policy": {
        "notice_business_days": [3],
        "notice_attempt": ["when_received"],
        "user_notice": [{"level": "before", "days": 10}, {"level": "before", "days": 30}],
        "challenge_overbroad": ["will"],
        "guidelines_published": [True],
        "retention_max": ["P30D", "P90D", "as_needed", "as_law_requires"],
        "do_not_track": [True],
        "comment_period_days": [30],
        "comment_languages": [3],
        "minor_change_notice_days": [3],
        "notice_channel": ["the sites and a mailing list"],
        "representative": ["a firm"],
    },
}
"""By document, the commitments it makes, with the values (texts in words of our own)."""


def words_of(document: str) -> Vocabulary:
    """The words to model a document with; Telegram's own are in the shipped policy."""
    if document == "Telegram privacy policy":
        return load(str(ROOT / "policies"))["telegram/privacy"].header.side.vocabulary
    return vocabulary()


def test_the_twelve_documents_are_there() -> None:
    assert len(NEEDED) == 12
    assert set(NEEDED) == set(PROMISED)


@pytest.mark.parametrize("document", NEEDED)
def test_each_document_finds_its_terms_and_conditions(document: str) -> None:
    words = words_of(document)
    lists: dict[str, Any] = {**words.lists, "conditions": words.conditions}
    missing = {
        (name, term)
        for name, terms in NEEDED[document].items()
        for term in terms.split()
        if term not in lists[name]
    }
    assert not missing


@pytest.mark.parametrize("document", PROMISED)
def test_each_document_finds_its_commitments_and_their_values(document: str) -> None:
    words = words_of(document)
    for name, values in PROMISED[document].items():
        assert name in words.commitments, name
        for value in values:
            assert problem(words.commitments[name], value) == "", (name, value)


@pytest.mark.parametrize("document", [one for one in NEEDED if "Telegram privacy" not in one])
def test_a_clause_with_all_words_of_a_document_is_read_without_a_finding(document: str) -> None:
    needed = NEEDED[document]
    selectors = ("personal_data", "recipients", "purposes", "data_subjects", "legal_bases")
    conditions: dict[str, Any] = {}
    for name, condition in vocabulary().conditions.items():
        if name in needed.get("conditions", "").split() and condition.shape == "boolean":
            conditions[name] = True
        elif condition.list in needed:
            conditions[name] = needed[condition.list].split()
    clause = {
        "id": "all",
        "kind": "disclosure",
        **{name: needed[name].split() for name in selectors if name in needed},
        **({"when": conditions} if conditions else {}),
        "commitments": {name: values[0] for name, values in PROMISED[document].items()},
    }
    assert json.dumps(clause)
    assert problems([clause]) == []
