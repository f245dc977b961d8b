#include "domain/merge.h"

#include "base/literals.h"

namespace parking::domain {

namespace {

/// Takes what was typed of one member, or of several that belong together.
template <class Row, class... Members>
void mergeField(const Row &before, const Row &typed, Merge<Row> &merge, Members... members)
{
    if (((typed.*members == before.*members) && ...))
        return;
    if (((merge.theirs.*members == before.*members) && ...))
        ((merge.theirs.*members = typed.*members), ...);
    ((merge.mine.*members = typed.*members), ...);
}

/// Moments are ISO, a space is its id: for words it is looked up.
QList<ActDifference> differencesOf(const BookingDraft &before, const BookingDraft &after)
{
    QList<ActDifference> list;
    const auto add = [&list](const QString &field, const QString &was, const QString &is) {
        if (was != is)
            list.append({field, was, is});
    };
    add(u"space"_s, before.spaceId.toString(), after.spaceId.toString());
    add(u"start"_s, toIso(before.start), toIso(after.start));
    add(u"end"_s, toIso(before.end), toIso(after.end));
    add(u"email"_s, before.email, after.email);
    add(u"phone"_s, before.phone, after.phone);
    add(u"plate"_s, before.plate, after.plate);
    add(u"title"_s, before.title, after.title);
    add(u"reason"_s, before.reason, after.reason);
    return list;
}

} // namespace

Merge<Space> merged(const Space &before, const Space &wanted, const Space &standing)
{
    // A name that is the code was not given: it follows the code, and nobody typed it.
    Space typed = wanted;
    const bool isNameless = before.name == before.code && wanted.name == wanted.code;
    if (isNameless)
        typed.name = before.name;
    Merge<Space> merge{.meanwhile = differencesOf(before, standing),
                       .clashes = {},
                       .mine = standing,
                       .theirs = standing};
    const auto take = [&](auto... members) { mergeField(before, typed, merge, members...); };
    take(&Space::code);
    take(&Space::name);
    take(&Space::building, &Space::floor);
    take(&Space::zone);
    take(&Space::position);
    take(&Space::sensorEui);
    take(&Space::displayEui);
    take(&Space::features);
    take(&Space::placement);
    take(&Space::metadata);
    for (Space *space : {&merge.mine, &merge.theirs}) {
        if (isNameless && standing.name == standing.code)
            space->name = space->code;
    }
    merge.clashes = differencesOf(merge.theirs, merge.mine);
    return merge;
}

Merge<BookingDraft> merged(const BookingDraft &before, const BookingDraft &typed,
                           const BookingDraft &standing)
{
    Merge<BookingDraft> merge{.meanwhile = differencesOf(before, standing),
                              .clashes = {},
                              .mine = standing,
                              .theirs = standing};
    const auto take = [&](auto... members) { mergeField(before, typed, merge, members...); };
    take(&BookingDraft::spaceId);
    take(&BookingDraft::start, &BookingDraft::end);
    take(&BookingDraft::email);
    take(&BookingDraft::phone);
    take(&BookingDraft::plate);
    take(&BookingDraft::title);
    take(&BookingDraft::reason);
    merge.clashes = differencesOf(merge.theirs, merge.mine);
    return merge;
}

} // namespace parking::domain
