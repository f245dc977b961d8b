#include "widgets/toast.h"

#include "base/literals.h"

#include <QEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace parking::ui {

Toast::Toast(const Theme &theme, QWidget *parent) : QFrame(parent), m_timer(this)
{
    setObjectName(u"toast"_s);
    setFixedWidth(theme.scaled(420));
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    m_undo = new QPushButton(tr("Undo"), this);
    m_undo->setToolTip(
        tr("Undo (%1)").arg(QKeySequence(QKeySequence::Undo).toString(QKeySequence::NativeText)));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 8, 8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_undo);
    m_timer.setSingleShot(true);
    m_timer.setInterval(8000);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_undo->hasFocus())
            m_timer.start();
        else
            hide();
    });
    connect(m_undo, &QPushButton::clicked, this, [this] {
        hide();
        if (m_action)
            std::exchange(m_action, {})();
    });
    hide();
}

void Toast::show(const QString &text, std::function<void()> undo)
{
    m_text->setText(text);
    m_action = std::move(undo);
    m_undo->setVisible(bool(m_action));
    adjustSize();
    place();
    QFrame::show();
    raise();
    m_timer.start();
}

QString Toast::text() const
{
    return m_text->text();
}

void Toast::place()
{
    const QWidget *host = parentWidget();
    move((host->width() - width()) / 2, host->height() - height() - 28 - 16);
}

void Toast::enterEvent(QEnterEvent *)
{
    m_timer.stop();
}

void Toast::leaveEvent(QEvent *)
{
    m_timer.start();
}

} // namespace parking::ui
