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
    m_text->setTextFormat(Qt::PlainText);
    m_button = new QPushButton(tr("Undo"), this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 8, 8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    m_timer.setSingleShot(true);
    m_timer.setInterval(8000);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_button->hasFocus())
            m_timer.start();
        else
            hide();
    });
    connect(m_button, &QPushButton::clicked, this, [this] {
        hide();
        if (m_action)
            std::exchange(m_action, {})->run();
    });
    hide();
}

void Toast::show(const QString &text, const std::optional<Action> &action)
{
    m_text->setText(text);
    m_action = action;
    m_button->setVisible(action.has_value());
    if (action) {
        m_button->setText(action->text);
        m_button->setToolTip(
            u"%1 (%2)"_s.arg(action->text, action->keys.toString(QKeySequence::NativeText)));
    }
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
