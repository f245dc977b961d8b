#pragma once

#include "domain/act.h"

/// Two people changed one row: what stood before, what one of them typed, and what the other one
/// stored meanwhile. Nothing that either of them changed is lost, but for what both changed; that
/// is told. Pure.
namespace parking::domain {

template <class Row>
struct Merge {
    QList<ActDifference> meanwhile; ///< what the other one changed
    QList<ActDifference> clashes; ///< of these, what was typed too: theirs, then mine
    Row mine; ///< both people's changes; what both changed is as it was typed
    Row theirs; ///< the same; what both changed is as the other one stored it
};

Merge<Space> merged(const Space &before, const Space &typed, const Space &standing);
/// When it begins and ends is one thing.
Merge<BookingDraft> merged(const BookingDraft &before, const BookingDraft &typed,
                           const BookingDraft &standing);

} // namespace parking::domain
