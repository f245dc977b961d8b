#include "models/notices.h"

#include "domain/problems.h"
#include "labels.h"

#include <QPointer>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr qsizetype kMostActs = 20;

/// No waiting helps, as it does where the database is away.
bool isLasting(const Error &error)
{
    return error.code == problem::kChangedMeanwhile || error.code == problem::kNotFound
        || error.code == problem::kDuplicate || error.code == problem::kSpaceNotAvailable
        || error.code == u"BOOKED_MEANWHILE" || error.code == kEndedByItself;
}

} // namespace

void Notices::tell(const QString &text)
{
    Q_EMIT told({.text = text});
}

void Notices::tell(const Error &error)
{
    tell(labels::text(error));
}

void Notices::tellDone(const QString &text, Step undo, Step redo)
{
    m_acts.resize(m_done);
    m_acts.append({++m_lastId, text, std::move(undo), std::move(redo)});
    if (m_acts.size() > kMostActs) {
        m_final = m_acts.first().text;
        m_acts.removeFirst();
    }
    m_done = m_acts.size();
    Q_EMIT told({text, Offer::Undo, m_lastId});
}

void Notices::tellFinal(const QString &text)
{
    m_acts.clear();
    m_done = 0;
    m_final = text;
    tell(text);
}

void Notices::undo()
{
    want(Offer::Undo);
}

void Notices::redo()
{
    want(Offer::Redo);
}

void Notices::follow(const Notice &notice)
{
    if (!m_wanted.isEmpty())
        return;
    if (notice.offer == Offer::Undo && m_done > 0 && m_acts[m_done - 1].id == notice.act)
        undo();
    else if (notice.offer == Offer::Redo && redoable() > 0 && m_acts[m_done].id == notice.act)
        redo();
}

void Notices::want(Offer direction)
{
    m_wanted.append(direction);
    if (m_wanted.size() == 1)
        runNext();
}

void Notices::runNext()
{
    const Offer direction = m_wanted.first();
    if ((direction == Offer::Undo ? undoable() : redoable()) == 0) {
        m_wanted.clear();
        tell(nothingLeft(direction));
        return;
    }
    // A copy: while the step is under way something else may be done.
    const Act act = m_acts[direction == Offer::Undo ? m_done - 1 : m_done];
    const Step &step = direction == Offer::Undo ? act.undo : act.redo;
    step([this, guard = QPointer(this), direction, act](const Result<> &result) {
        if (guard)
            onAnswer(direction, act, result);
    });
}

void Notices::onAnswer(Offer direction, const Act &act, const Result<> &result)
{
    const bool isUndo = direction == Offer::Undo;
    if (result) {
        // Where something new was done meanwhile the act is no longer where it was.
        const auto isAct = [&act](const Act &one) { return one.id == act.id; };
        const auto at = std::find_if(m_acts.cbegin(), m_acts.cend(), isAct) - m_acts.cbegin();
        if (at == m_done - (isUndo ? 1 : 0) && at < m_acts.size()) {
            m_done += isUndo ? -1 : 1;
        } else {
            m_acts.removeIf(isAct);
            m_done = qMin(m_done, m_acts.size());
        }
        Q_EMIT told(
            {isUndo ? tr("Taken back: %1").arg(act.text) : tr("Done again: %1").arg(act.text),
             isUndo ? Offer::Redo : Offer::Undo, act.id});
        m_refused = 0;
        m_wanted.removeFirst();
    } else {
        m_wanted.clear();
        onRefusal(direction, act, result.error());
    }
    if (!m_wanted.isEmpty())
        runNext();
}

/// It may be possible later: whoever changed it may take that back. Asked for once more, and
/// refused for the same reason, it stands in the way of the others no longer.
void Notices::onRefusal(Offer direction, const Act &act, const Error &error)
{
    const bool isUndo = direction == Offer::Undo;
    const QString why = labels::text(error);
    QString words = isUndo ? tr("Not taken back: %1").arg(why) : tr("Not done again: %1").arg(why);
    if (m_refused == act.id && isLasting(error)) {
        const qsizetype all = m_acts.size();
        m_acts.removeIf([&act](const Act &one) { return one.id == act.id; });
        m_done -= isUndo ? all - m_acts.size() : 0;
        words = tr("%1 It stays so, and is asked for no more.").arg(words);
    }
    m_refused = act.id;
    tell(words);
}

QString Notices::nothingLeft(Offer direction) const
{
    if (direction == Offer::Redo)
        return tr("There is nothing to do again.");
    return m_final.isEmpty() ? tr("There is nothing to take back.")
                             : tr("This cannot be taken back: %1").arg(m_final);
}

} // namespace parking::ui
