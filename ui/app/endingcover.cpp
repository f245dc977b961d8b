#include "app/endingcover.h"

#include "base/literals.h"
#include "labels.h"

#include <QEvent>
#include <QKeyEvent>

namespace parking::ui {

using namespace std::chrono_literals;

EndingCover::EndingCover(const QString &database, const Theme &theme, QWidget *window)
    : NoticePage(theme, window), m_database(database), m_second(this)
{
    setAutoFillBackground(true);
    setAttribute(Qt::WA_StyledBackground);
    setContent({});
    setGeometry(window->rect());
    window->installEventFilter(this);
    m_time.start();
    connect(&m_second, &QTimer::timeout, this, &EndingCover::tell);
    m_second.start(1s);
    show();
    raise();
    setFocusPolicy(Qt::StrongFocus);
    setFocus();
}

void EndingCover::tell()
{
    if (m_time.elapsed() < 2000)
        return;
    const bool isFirst = !focusProxy();
    const QString time = labels::age(Milliseconds(m_time.elapsed()));
    const QString why = m_database.isEmpty()
        ? tr("It has not ended for %1. Most likely the database does not answer.").arg(time)
        : tr("It has not ended for %1. Most likely the database does not answer: %2")
              .arg(time, m_database);
    setContent(
        {.icon = u"warning"_s,
         .title = tr("What ran until now is ending"),
         .text = why + u"\n\n"_s
             + tr("As soon as it has ended, Smart Parking connects by the new settings. They "
                  "are saved, and also hold when you quit and start it again. What arrived "
                  "and is not in the database yet is kept in the journal or with the "
                  "broker."),
         .actions = {{tr("Quit Smart Parking"), [this] { Q_EMIT quitWanted(); }}}});
    if (isFirst && focusProxy())
        focusProxy()->setFocus();
}

void EndingCover::keyPressEvent(QKeyEvent *event)
{
    event->accept();
}

bool EndingCover::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        resize(parentWidget()->size());
    return NoticePage::eventFilter(watched, event);
}

} // namespace parking::ui
