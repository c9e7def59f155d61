"""Members' personal data, between the store's form and the messages'."""

from sync.protocol.messages import Profile
from terminal.ports.store import MemberProfile


def profile_message(profile: MemberProfile) -> Profile:
    """As it is sent."""
    return Profile(
        member=profile.member_id,
        name=profile.name,
        phone=profile.phone,
        birthday=profile.birthday,
        card=profile.card,
        referrer=profile.referrer,
        enrolled_on=profile.enrolled_on,
        tags=profile.tags,
        segments=profile.segments,
    )


def member_profile(member_id: str, profile: Profile) -> MemberProfile:
    """As it is kept."""
    return MemberProfile(
        member_id=member_id,
        name=profile.name,
        phone=profile.phone,
        birthday=profile.birthday,
        card=profile.card,
        referrer=profile.referrer,
        enrolled_on=profile.enrolled_on,
        tags=profile.tags,
        segments=profile.segments,
    )
