#include "models/notices.h"

#include "labels.h"

#include <QUndoCommand>

namespace parking::ui {

namespace {

constexpr int kMostSteps = 20;

/// Something that was done already: the first redo, which the stack runs, is left out.
class DoneCommand : public QUndoCommand {
public:
    DoneCommand(const QString &text, std::function<void()> undo, std::function<void()> redo)
        : QUndoCommand(text), m_undo(std::move(undo)), m_redo(std::move(redo))
    {
    }
    void undo() override { m_undo(); }
    void redo() override
    {
        if (std::exchange(m_first, false))
            return;
        m_redo();
    }

private:
    std::function<void()> m_undo;
    std::function<void()> m_redo;
    bool m_first = true;
};

} // namespace

Notices::Notices(QObject *parent) : QObject(parent)
{
    m_steps.setUndoLimit(kMostSteps);
}

void Notices::tell(const QString &text)
{
    Q_EMIT told(text, false);
}

void Notices::tell(const Error &error)
{
    tell(labels::text(error));
}

void Notices::tellDone(const QString &text, std::function<void()> undo, std::function<void()> redo)
{
    m_steps.push(new DoneCommand(text, std::move(undo), std::move(redo)));
    Q_EMIT told(text, true);
}

} // namespace parking::ui
