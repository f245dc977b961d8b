// Of what the form of a space is made.

#include "base/literals.h"
#include "domain/limits.h"
#include "spacelist/spaceform.h"
#include "widgets/arrowbox.h"
#include "widgets/clashbox.h"
#include "widgets/flowlayout.h"
#include "widgets/numberfield.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace parking::ui {

namespace {

constexpr int kEdge = 20;

QLabel *addField(QVBoxLayout &layout, QWidget *parent, const QString &title, QWidget *field)
{
    auto *label = makeLabel(parent, {}, title);
    setTextStyle(*label, "strong"_L1);
    label->setBuddy(field);
    layout.addWidget(label);
    layout.addWidget(field);
    layout.addSpacing(10);
    return label;
}

} // namespace

// --- Parts ---------------------------------------------------------------------------------------

QWidget *SpaceForm::makeHead()
{
    auto *head = new QWidget(this);
    m_title = makeLabel(head);
    setTextStyle(*m_title, "objectTitle"_L1);
    m_place = makeLabel(head, "secondary"_L1);
    auto *close = new QPushButton(m_theme.icon(u"close"_s), {}, head);
    close->setProperty("kind", u"icon"_s);
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QPushButton::clicked, this, &SpaceForm::closed);
    auto *line = new QHBoxLayout;
    line->addWidget(m_title, 1);
    line->addWidget(close);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(kEdge, 12, 12, 8);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_place);
    return head;
}

QComboBox *SpaceForm::makeCombo(const QString &name, int longest)
{
    auto *combo = new ArrowBox(m_theme, this);
    combo->setEditable(true);
    combo->setInsertPolicy(QComboBox::NoInsert);
    combo->lineEdit()->setMaxLength(longest);
    combo->setAccessibleName(name);
    combo->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(combo, &QComboBox::editTextChanged, this, &SpaceForm::read);
    return combo;
}

QWidget *SpaceForm::makeBody()
{
    auto *body = new QWidget;
    m_building = makeCombo(tr("Building"), domain::kBuildingMax);
    m_floor = makeCombo(tr("Floor"), domain::kFloorMax);
    m_zone = makeCombo(tr("Zone"), domain::kZoneMax);
    m_zone->setObjectName(u"zone"_s);
    m_count = new CountField(tr("How many in a row"), this);
    m_count->setRange(1, domain::kMostInRow);
    m_code = new QLineEdit(this);
    m_code->setMaxLength(domain::kCodeMax);
    m_code->setAccessibleName(tr("Code"));
    m_code->setObjectName(u"code"_s);
    m_name = new QLineEdit(this);
    m_name->setMaxLength(domain::kNameMax);
    m_name->setPlaceholderText(tr("Found by the search, shown beside the code"));
    m_name->setAccessibleName(tr("Name"));
    m_sensor = new DeviceField(domain::DeviceKind::Sensor, m_theme, this);
    m_lamp = new DeviceField(domain::DeviceKind::Display, m_theme, this);
    m_codeError = makeLabel(this, "danger"_L1);
    m_codeError->setWordWrap(true);
    m_codeError->setMinimumHeight(m_theme.scaled(18));

    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(kEdge, 4, kEdge, 12);
    layout->setSpacing(4);
    m_where = new QWidget(body);
    auto *where = new QVBoxLayout(m_where);
    where->setContentsMargins(0, 0, 0, 0);
    where->setSpacing(4);
    addField(*where, m_where, tr("Building"), m_building);
    addField(*where, m_where, tr("Floor"), m_floor);
    layout->addWidget(m_where);
    auto *pair = new QHBoxLayout;
    pair->setSpacing(8);
    for (const auto &[title, field] : {std::pair<QString, QWidget *>{tr("Code"), m_code},
                                       std::pair<QString, QWidget *>{tr("Zone"), m_zone}}) {
        auto *column = new QVBoxLayout;
        column->setSpacing(4);
        auto *label = makeLabel(body, {}, title);
        setTextStyle(*label, "strong"_L1);
        label->setBuddy(field);
        column->addWidget(label);
        column->addWidget(field);
        pair->addLayout(column, 1);
    }
    layout->addLayout(pair);
    layout->addWidget(m_codeError);
    auto *counted = new QWidget(m_where);
    auto *row = new QVBoxLayout(counted);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    addField(*row, counted, tr("How many in a row"), m_count);
    where->addWidget(counted);

    m_single = new QWidget(body);
    auto *single = new QVBoxLayout(m_single);
    single->setContentsMargins(0, 0, 0, 0);
    single->setSpacing(4);
    addField(*single, m_single, tr("Name (optional)"), m_name);
    addField(*single, m_single, tr("Sensor"), m_sensor);
    addField(*single, m_single, tr("Lamp"), m_lamp);
    layout->addWidget(m_single);
    auto *features = makeLabel(body, {}, tr("Features"));
    setTextStyle(*features, "strong"_L1);
    layout->addWidget(features);
    m_features = new QWidget(body);
    auto *flow = new FlowLayout;
    m_features->setLayout(flow);
    flow->setSpacing(8);
    layout->addWidget(m_features);
    layout->addSpacing(10);
    m_position = makeLabel(body, "secondary"_L1);
    m_position->setWordWrap(true);
    m_show = new QPushButton(tr("Show on map"), body);
    m_show->setProperty("kind", u"link"_s);
    connect(m_show, &QPushButton::clicked, this, [this] { Q_EMIT showAsked(m_draft.before.id); });
    layout->addWidget(m_position);
    layout->addWidget(m_show, 0, Qt::AlignLeft);
    m_answer = makeLabel(body, "danger"_L1);
    m_answer->setWordWrap(true);
    layout->addWidget(m_answer);
    m_clash = new ClashBox(body);
    connect(m_clash, &ClashBox::mineAsked, this, [this] { takeStanding(true); });
    connect(m_clash, &ClashBox::theirsAsked, this, [this] { takeStanding(false); });
    layout->addWidget(m_clash);
    layout->addStretch(1);
    connect(m_code, &QLineEdit::textEdited, this, &SpaceForm::read);
    connect(m_name, &QLineEdit::textEdited, this, &SpaceForm::read);
    connect(m_count, &QSpinBox::valueChanged, this, &SpaceForm::read);
    connect(m_sensor, &DeviceField::chosenChanged, this, &SpaceForm::read);
    connect(m_lamp, &DeviceField::chosenChanged, this, &SpaceForm::read);
    connect(m_floor, &QComboBox::editTextChanged, this, &SpaceForm::fillPlaces);
    return body;
}

QWidget *SpaceForm::makeFooter()
{
    m_footer = new QWidget(this);
    auto *layout = new QVBoxLayout(m_footer);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeRule(m_footer));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(kEdge, 12, kEdge, 12);
    line->setSpacing(8);
    m_save = new QPushButton(tr("Save"), m_footer);
    m_save->setProperty("kind", u"primary"_s);
    m_discard = new QPushButton(tr("Discard"), m_footer);
    m_delete = new QPushButton(tr("Delete"), m_footer);
    m_delete->setProperty("kind", u"dangerLink"_s);
    line->addWidget(m_save);
    line->addWidget(m_discard);
    line->addStretch(1);
    line->addWidget(m_delete);
    layout->addLayout(line);
    connect(m_save, &QPushButton::clicked, this, &SpaceForm::submit);
    connect(m_discard, &QPushButton::clicked, this, &SpaceForm::discardAsked);
    connect(m_delete, &QPushButton::clicked, this,
            [this] { Q_EMIT deleteAsked(m_draft.before.id); });
    return m_footer;
}

} // namespace parking::ui
