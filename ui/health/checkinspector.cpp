#include "health/checkinspector.h"

#include "base/literals.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace parking::ui {

namespace {

constexpr int kEdge = 20;
constexpr int kWide = 328;

} // namespace

CheckInspector::CheckInspector(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"inspector"_s);
    setFixedWidth(theme.scaled(kWide));
    auto *inside = new QWidget;
    m_layout = new QVBoxLayout(inside);
    m_layout->setContentsMargins(kEdge, 12, kEdge, 16);
    m_layout->setSpacing(8);
    m_layout->addWidget(makeHead());
    m_stepsTitle = addSection(tr("What to do"));
    m_steps = new QWidget(inside);
    m_layout->addWidget(m_steps);
    m_meanwhileTitle = addSection(tr("Meanwhile"));
    m_meanwhile = new QWidget(inside);
    m_layout->addWidget(m_meanwhile);
    m_errorTitle = addSection(tr("Last error"));
    m_copy = new QPushButton(m_theme.icon(u"copy"_s), tr("Copy"), inside);
    m_copy->setProperty("kind", u"link"_s);
    m_copy->setAccessibleName(tr("Copy the last error"));
    connect(m_copy, &QPushButton::clicked, this, [this] { Q_EMIT copyAsked(m_content.error); });
    m_error = makeLabel(inside);
    m_error->setObjectName(u"lastError"_s);
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_layout->addWidget(m_error);
    m_layout->addWidget(m_copy, 0, Qt::AlignLeft);
    m_layout->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    inside->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    scroll->setWidget(inside);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    connect(&theme, &Theme::changed, this, [this] {
        setFixedWidth(m_theme.scaled(kWide));
        refresh();
    });
}

QWidget *CheckInspector::makeHead()
{
    auto *head = new QWidget(this);
    m_name = makeLabel(head);
    setTextStyle(*m_name, "objectTitle"_L1);
    m_name->setWordWrap(true);
    auto *close = new QPushButton(m_theme.icon(u"close"_s), {}, head);
    close->setProperty("kind", u"icon"_s);
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QPushButton::clicked, this, &CheckInspector::closed);
    m_sign = makeLabel(head);
    m_state = makeLabel(head);
    setTextStyle(*m_state, "strong"_L1);
    m_since = makeLabel(head, "secondary"_L1);
    m_since->setWordWrap(true);
    m_settings = new QPushButton(m_theme.icon(u"settings"_s), {}, head);
    connect(m_settings, &QPushButton::clicked, this,
            [this] { Q_EMIT settingsAsked(m_content.id); });
    auto *title = new QHBoxLayout;
    title->addWidget(m_name, 1);
    title->addWidget(close, 0, Qt::AlignTop);
    auto *state = new QHBoxLayout;
    state->setSpacing(8);
    state->addWidget(m_sign);
    state->addWidget(m_state);
    state->addStretch(1);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(title);
    layout->addLayout(state);
    layout->addWidget(m_since);
    layout->addWidget(m_settings);
    return head;
}

QLabel *CheckInspector::addSection(const QString &title)
{
    QLabel *label = makeLabel(this, {}, title);
    setTextStyle(*label, "strong"_L1);
    label->setContentsMargins(0, 12, 0, 0);
    m_layout->addWidget(label);
    return label;
}

/// What is said anew each second and has not changed keeps its selection and its place.
void CheckInspector::setContent(const Content &content)
{
    const bool isSame = content.id == m_content.id && content.steps == m_content.steps
        && content.meanwhile == m_content.meanwhile && content.error == m_content.error
        && content.sign == m_content.sign && content.state == m_content.state;
    m_content = content;
    if (isSame)
        m_since->setText(m_content.since);
    else
        refresh();
}

void CheckInspector::refresh()
{
    m_name->setText(m_content.name);
    m_sign->setPixmap(signOf(m_theme, m_content.sign, 18, devicePixelRatioF()));
    m_state->setText(m_content.state);
    setRole(*m_state,
            m_content.sign == CheckSign::Fails       ? "danger"_L1
                : m_content.sign == CheckSign::Warns ? "warning"_L1
                                                     : QLatin1StringView());
    m_since->setText(m_content.since);
    m_since->setVisible(!m_content.since.isEmpty());
    m_settings->setText(m_content.settings);
    m_settings->setVisible(!m_content.settings.isEmpty());
    refreshSteps();
    refreshMeanwhile();
    const bool hasError = !m_content.error.isEmpty();
    m_error->setText(m_content.error);
    m_error->setFont(m_theme.monoFont(TextStyle::Caption));
    for (QWidget *part : std::initializer_list<QWidget *>{m_errorTitle, m_error, m_copy})
        part->setVisible(hasError);
}

void CheckInspector::refreshSteps()
{
    delete m_steps->layout();
    qDeleteAll(m_steps->findChildren<QLabel *>(QString(), Qt::FindDirectChildrenOnly));
    auto *grid = new QGridLayout(m_steps);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setColumnStretch(1, 1);
    for (qsizetype i = 0; i < m_content.steps.size(); ++i) {
        grid->addWidget(makeLabel(m_steps, "secondary"_L1, QString::number(i + 1)), int(i), 0,
                        Qt::AlignTop);
        QLabel *step = makeLabel(m_steps, {}, m_content.steps[i]);
        step->setWordWrap(true);
        grid->addWidget(step, int(i), 1);
    }
    m_stepsTitle->setVisible(!m_content.steps.isEmpty());
    m_steps->setVisible(!m_content.steps.isEmpty());
}

void CheckInspector::refreshMeanwhile()
{
    delete m_meanwhile->layout();
    qDeleteAll(m_meanwhile->findChildren<QLabel *>(QString(), Qt::FindDirectChildrenOnly));
    auto *grid = new QGridLayout(m_meanwhile);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto &[part, does] : std::as_const(m_content.meanwhile)) {
        QLabel *name = makeLabel(m_meanwhile, "secondary"_L1, part);
        name->setFixedWidth(m_theme.scaled(92));
        grid->addWidget(name, row, 0, Qt::AlignTop);
        QLabel *words = makeLabel(m_meanwhile, {}, does);
        words->setWordWrap(true);
        grid->addWidget(words, row++, 1);
    }
    m_meanwhileTitle->setVisible(!m_content.meanwhile.isEmpty());
    m_meanwhile->setVisible(!m_content.meanwhile.isEmpty());
}

} // namespace parking::ui
